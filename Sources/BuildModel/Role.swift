/// What a person may do with an app; raw values as on the wire.
package enum Role: String, Sendable, Codable, CaseIterable {
  case owner
  case admin
  case platformEngineer = "platform_engineer"
  case developer = "manager"
  case tester = "member"

  /// Whether the role may start builds and get into their machines.
  ///
  /// Testers/QA may only see builds (Bitrise, "Remote access": every role but Testers/QA).
  package var mayUseRemoteAccess: Bool { self != .tester }
  package var mayRunBuilds: Bool { self != .tester }
  package var mayReadLogs: Bool { self != .tester }
  /// Whether the role may see and change what the app's builds rest on: its configuration, its
  /// secrets and its members.
  package var mayManageApp: Bool { self == .owner || self == .admin }

  /// The role's name as people know it.
  package var title: String {
    switch self {
    case .owner: "Owner"
    case .admin: "Admin"
    case .platformEngineer: "Platform Engineer"
    case .developer: "Developer"
    case .tester: "Tester/QA"
    }
  }
}
