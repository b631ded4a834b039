import BuildModel
import Foundation
import GRDB

/// What a worker's reports say of who came in and of the window, for the audit.
extension WorkerReport {
  /// To be called before the report changes anything else in the tables.
  func audit(of build: BuildSlug, _ database: Database) throws {
    switch news {
    case .visitorEntered(let visitor):
      try entry(visitor.login, build, visitor, "by \(visitor.method)").insertOfBuild(database)
    case .visitorLeft(let visitor):
      let stay = try visitor.stay(in: build, until: at, database)
      let event: AuditEvent = visitor.isAtScreen ? .screenLogout : .sshLogout
      try entry(event, build, visitor, stay.map { "after \($0)" } ?? "")
        .insertOfBuild(database)
    case .visitorRefused(let visitor, let tries):
      let times = tries == 1 ? "" : ", \(tries) times"
      let wrong = visitor.isAtScreen ? visitor.method : "user name or \(visitor.method)"
      try entry(visitor.refusal, build, visitor, "wrong \(wrong)\(times)").insertOfBuild(database)
    case .visitorShutOut(let visitor, let seconds):
      try entry(
        visitor.refusal, build, visitor,
        "no \(visitor.method) from this address is looked at for \(seconds) s: too many wrong ones"
      ).insertOfBuild(database)
    case .windowChanged(let window):
      let before = try BuildStore.window(of: build, database)?.window
      try window.audit(of: build, after: before, at: at, database)
    case .started, .prepared, .planned, .stepChanged, .artifactsKept, .finished,
      .connectionsChanged, .machineKept, .ended:
      break
    }
  }

  private func entry(
    _ event: AuditEvent, _ build: BuildSlug, _ visitor: Visitor, _ detail: String
  ) -> AuditEntry {
    AuditEntry(
      at: at, address: "\(visitor.address):\(visitor.port)", build: build, event: event,
      detail: detail)
  }
}

extension Visitor {
  fileprivate var login: AuditEvent { isAtScreen ? .screenLogin : .sshLogin }
  fileprivate var refusal: AuditEvent { isAtScreen ? .screenRefused : .sshRefused }

  /// How long they were inside, as minutes and seconds.
  fileprivate func stay(
    in build: BuildSlug, until end: Date, _ database: Database
  ) throws -> String? {
    let start = try Double.fetchOne(
      database,
      sql: """
        SELECT at FROM audit WHERE build = ? AND event = ? AND address = ?
        ORDER BY id DESC LIMIT 1
        """,
      arguments: [build.rawValue, login.rawValue, "\(address):\(port)"])
    return start.map { start in
      let seconds = max(0, Int((end.column - start).rounded()))
      return "\(seconds / 60)m\(seconds % 60)s"
    }
  }
}

extension AccessWindow {
  /// Writes down how the window has changed, with the user who asked for it.
  func audit(
    of build: BuildSlug, after before: AccessWindow?, at time: Date, _ database: Database
  ) throws {
    func note(_ event: AuditEvent, by asked: AuditEvent?, _ detail: String) throws {
      try AuditEntry(
        at: time, user: try asked.flatMap { try Self.asker($0, for: build, database) },
        build: build, event: event, detail: detail
      ).insertOfBuild(database)
    }
    if openedAt != nil, before?.openedAt == nil { try note(.windowOpened, by: nil, "") }
    let added = extra - (before?.extra ?? 0)
    if added > 0 { try note(.windowExtended, by: .extensionAsked, "by \(Int(added)) s") }
    if case .closed(let reason, _) = state, before?.isClosed != true {
      try note(
        .windowClosed, by: reason == .closedByUser ? .closingAsked : nil, reason.sentence)
    }
  }

  /// Who last asked for something of this build.
  private static func asker(
    _ event: AuditEvent, for build: BuildSlug, _ database: Database
  ) throws -> User? {
    try Row.fetchOne(
      database,
      sql: """
        SELECT user, user_name FROM audit WHERE build = ? AND event = ? AND user IS NOT NULL
        ORDER BY id DESC LIMIT 1
        """, arguments: [build.rawValue, event.rawValue]
    ).map { User(slug: UserSlug(rawValue: $0["user"]), name: $0["user_name"]) }
  }
}

extension AuditEntry {
  /// Writes the entry down under the app of its build.
  fileprivate func insertOfBuild(_ database: Database) throws {
    var entry = self
    entry.app = try String.fetchOne(
      database, sql: "SELECT app FROM build WHERE slug = ?", arguments: [build?.rawValue]
    ).map(AppSlug.init(rawValue:))
    try entry.insert(database)
  }
}
