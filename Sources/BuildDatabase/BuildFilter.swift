package import BuildModel
package import Foundation
import GRDB

/// Which builds of a list are wanted; what is nil does not matter.
package struct BuildFilter: Sendable, Equatable {
  /// What kind of event made a build.
  package enum Trigger: String, Sendable {
    case push
    case pullRequest = "pull-request"
    case tag
  }

  package var app: AppSlug?
  /// Only builds of apps in which this user has a role.
  package var seenBy: UserSlug?
  package var statuses: Set<BuildStatus>?
  package var workflow: String?
  package var branch: String?
  /// A part of the commit message, in whatever case.
  package var commitMessage: String?
  package var number: Int?
  package var trigger: Trigger?
  /// Triggered at this time or later.
  package var after: Date?
  /// Triggered before this time.
  package var before: Date?
  package var isRunningFirst = false

  package init(app: AppSlug? = nil, seenBy: UserSlug? = nil) {
    self.app = app
    self.seenBy = seenBy
  }
}

extension BuildFilter {
  /// The filter as conditions, each with its arguments.
  var conditions: [(sql: String, arguments: StatementArguments)] {
    var found: [(String, StatementArguments)] = []
    if let app { found.append(("build.app = ?", [app.rawValue])) }
    if let seenBy {
      found.append(
        ("build.app IN (SELECT role.app FROM role WHERE role.user = ?)", [seenBy.rawValue]))
    }
    if let statuses {
      let marks = Array(repeating: "?", count: statuses.count).joined(separator: ", ")
      found.append(
        ("build.status IN (\(marks))", StatementArguments(statuses.map(\.rawValue).sorted())))
    }
    if let workflow { found.append(("build.workflow = ?", [workflow])) }
    if let branch { found.append(("build.branch = ?", [branch])) }
    if let commitMessage {
      found.append(("instr(lower(build.commit_message), lower(?)) > 0", [commitMessage]))
    }
    if let number { found.append(("build.number = ?", [number])) }
    switch trigger {
    case .push: found.append(("build.tag IS NULL", []))
    case .tag: found.append(("build.tag IS NOT NULL", []))
    // Nothing here makes builds of pull requests.
    case .pullRequest: found.append(("FALSE", []))
    case nil: break
    }
    if let after { found.append(("build.triggered_at >= ?", [after.column])) }
    if let before { found.append(("build.triggered_at < ?", [before.column])) }
    return found
  }
}
