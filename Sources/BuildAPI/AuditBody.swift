package import BuildModel
package import Foundation

/// One line of the audit; our own extension.
package struct AuditBody: Codable, Sendable, Equatable {
  package var id: Int64
  package var at: Date
  package var event: String
  /// The user's slug, and what they were called then.
  @Nullable package var userSlug: String? = nil
  @Nullable package var username: String? = nil
  @Nullable package var address: String? = nil
  @Nullable package var appSlug: AppSlug? = nil
  @Nullable package var appTitle: String? = nil
  @Nullable package var buildSlug: BuildSlug? = nil
  @Nullable package var buildNumber: Int? = nil
  package var detail: String

  package init(id: Int64, at: Date, event: String, detail: String) {
    self.id = id
    self.at = at
    self.event = event
    self.detail = detail
  }

  enum CodingKeys: String, CodingKey {
    case id, at, event, username, address, detail
    case userSlug = "user_slug"
    case appSlug = "app_slug"
    case appTitle = "app_title"
    case buildSlug = "build_slug"
    case buildNumber = "build_number"
  }
}
