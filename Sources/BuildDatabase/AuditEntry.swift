package import BuildModel
package import Foundation
import GRDB

/// What is worth remembering of who did what; raw values as in the table and on the wire.
package enum AuditEvent: String, Sendable, CaseIterable {
  case remoteAccessAsked = "remote_access_asked"
  case credentialsRead = "credentials_read"
  case refused
  case tokenRefused = "token_refused"
  case extensionAsked = "extension_asked"
  case closingAsked = "closing_asked"
  case windowOpened = "window_opened"
  case windowExtended = "window_extended"
  case windowClosed = "window_closed"
  case sshLogin = "ssh_login"
  case sshLogout = "ssh_logout"
  case sshRefused = "ssh_refused"
  case screenLogin = "screen_login"
  case screenLogout = "screen_logout"
  case screenRefused = "screen_refused"
  case userAdded = "user_added"
  case userRemoved = "user_removed"
  case roleSet = "role_set"
  case tokenMade = "token_made"
  case tokenRevoked = "token_revoked"
  case publicKeyAdded = "public_key_added"
  case publicKeyRemoved = "public_key_removed"
  case secretSet = "secret_set"
  case secretRead = "secret_read"
  case secretRemoved = "secret_removed"
}

/// One line of the audit, as it is written.
package struct AuditEntry: Sendable, Equatable {
  package var at: Date
  /// Nil for what nobody asked for.
  package var user: User?
  /// Where the request or the visitor came from.
  package var address: String?
  package var app: AppSlug?
  package var build: BuildSlug?
  package var event: AuditEvent
  /// The rest, for people.
  package var detail: String

  package init(
    at: Date, user: User? = nil, address: String? = nil, app: AppSlug? = nil,
    build: BuildSlug? = nil, event: AuditEvent, detail: String = ""
  ) {
    self.at = at
    self.user = user
    self.address = address
    self.app = app
    self.build = build
    self.event = event
    self.detail = detail
  }

  /// The same with other words.
  func saying(_ detail: String) -> AuditEntry {
    var entry = self
    entry.detail = detail
    return entry
  }

  func insert(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO audit (at, user, user_name, address, app, build, event, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        at.column, user?.slug.rawValue, user?.name, address, app?.rawValue, build?.rawValue,
        event.rawValue, detail,
      ])
  }
}

/// One line of the audit, as it is read, with the names its app and build have now.
package struct StoredAuditEntry: Sendable, Equatable {
  package var id: Int64
  package var at: Date
  package var user: UserSlug?
  /// What the user was called then.
  package var userName: String?
  package var address: String?
  package var app: AppSlug?
  package var appTitle: String?
  package var build: BuildSlug?
  package var buildNumber: Int?
  /// Not an `AuditEvent`: what an older version has written stays readable.
  package var event: String
  package var detail: String
}

extension StoredAuditEntry {
  init(_ row: Row) {
    let user: String? = row["user"]
    let app: String? = row["app"]
    let build: String? = row["build"]
    self.init(
      id: row["id"], at: row.requiredTime("at"), user: user.map(UserSlug.init(rawValue:)),
      userName: row["user_name"], address: row["address"], app: app.map(AppSlug.init(rawValue:)),
      appTitle: row["app_title"], build: build.map(BuildSlug.init(rawValue:)),
      buildNumber: row["build_number"], event: row["event"], detail: row["detail"])
  }
}
