import BuildDatabase
import BuildModel
import Foundation
import GRDB

/// The peer: the same lists by plain SQL, which reads the whole table.
struct FullScan {
  private let database: DatabasePool

  init(file: URL) throws {
    database = try DatabasePool(path: file.path)
  }

  func selectOne() async throws {
    _ = try await database.read { database in
      try Int.fetchOne(database.cachedStatement(sql: "SELECT 1"))
    }
  }

  /// Reads a page and counts.
  ///
  /// - Returns: how many builds there are.
  func page(_ filter: BuildFilter) async throws -> Int {
    let (condition, arguments) = Self.condition(filter)
    return try await database.read { database in
      let order = filter.isRunningFirst ? "finished_at IS NOT NULL, " : ""
      _ = try Row.fetchAll(
        database, sql: "SELECT * FROM build WHERE \(condition) ORDER BY \(order)id DESC LIMIT 51",
        arguments: arguments)
      return try Int.fetchOne(
        database, sql: "SELECT count(*) FROM build NOT INDEXED WHERE \(condition)",
        arguments: arguments) ?? 0
    }
  }

  private static func condition(_ filter: BuildFilter) -> (String, StatementArguments) {
    var parts: [String] = ["TRUE"]
    var arguments = StatementArguments()
    func add(_ part: String, _ argument: (any DatabaseValueConvertible)?) {
      guard let argument else { return }
      parts.append(part)
      arguments += [argument]
    }
    add("app = ?", filter.app?.rawValue)
    add("app IN (SELECT app FROM role WHERE user = ?)", filter.seenBy?.rawValue)
    add("status = ?", filter.statuses?.first?.rawValue)
    add("workflow = ?", filter.workflow)
    add("branch = ?", filter.branch)
    add("commit_message LIKE '%' || ? || '%'", filter.commitMessage)
    add("number = ?", filter.number)
    add("pull_request_id = ?", filter.pullRequest)
    add("is_on_hold = ?", filter.isOnHold)
    add("triggered_at >= ?", filter.after?.timeIntervalSince1970)
    add("triggered_at < ?", filter.before?.timeIntervalSince1970)
    switch filter.trigger {
    case .pullRequest: parts.append("pull_request_id IS NOT NULL")
    case .tag: parts.append("pull_request_id IS NULL AND tag IS NOT NULL")
    case .push: parts.append("pull_request_id IS NULL AND tag IS NULL")
    case nil: break
    }
    return (parts.joined(separator: " AND "), arguments)
  }
}
