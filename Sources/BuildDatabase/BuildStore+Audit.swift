package import BuildModel
package import Foundation
import GRDB

/// Which lines of the audit are wanted; what is nil does not matter.
package struct AuditFilter: Sendable, Equatable {
  package var apps: Set<AppSlug>?
  package var build: BuildSlug?
  /// Written at this time or later.
  package var after: Date?

  package init(apps: Set<AppSlug>? = nil, build: BuildSlug? = nil, after: Date? = nil) {
    self.apps = apps
    self.build = build
    self.after = after
  }
}

extension BuildStore {
  package func note(_ entry: AuditEntry) async throws {
    try await database.write { try entry.insert($0) }
  }

  /// A page of the audit, newest first.
  package func audit(
    _ filter: AuditFilter, page: PageRequest
  ) async throws -> StoredPage<StoredAuditEntry> {
    try await database.read { database in
      let conditions = filter.conditions
      let total = try Int.fetchOne(
        database, sql: "SELECT COUNT(*) FROM audit" + conditions.clause,
        arguments: conditions.arguments)
      let paged = try conditions + Self.auditCursor(page.next)
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT audit.*, app.title AS app_title, build.number AS build_number FROM audit
          LEFT JOIN app ON app.slug = audit.app LEFT JOIN build ON build.slug = audit.build
          """ + paged.clause + " ORDER BY audit.id DESC LIMIT ?",
        arguments: paged.arguments + [page.limit + 1])
      let found = rows.map(StoredAuditEntry.init)
      return StoredPage(
        items: Array(found.prefix(page.limit)), total: total ?? 0,
        next: found.count > page.limit ? String(found[page.limit].id) : nil)
    }
  }

  private static func auditCursor(_ next: String?) throws -> AuditConditions {
    guard let next else { return [] }
    guard let id = Int64(next) else { throw UnknownCursor(next: next) }
    return [("audit.id <= ?", [id])]
  }

  /// The apps in which the user may read the audit.
  package func managedApps(of user: UserSlug) async throws -> Set<AppSlug> {
    try await database.read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT app, role FROM role WHERE user = ?", arguments: [user.rawValue])
      return try Set(
        rows.compactMap { row in
          let role: Role = try row.word("role")
          return role.mayManageApp ? AppSlug(rawValue: row["app"]) : nil
        })
    }
  }
}

private typealias AuditConditions = [(sql: String, arguments: StatementArguments)]

extension AuditConditions {
  fileprivate var clause: String {
    isEmpty ? "" : " WHERE " + map(\.sql).joined(separator: " AND ")
  }

  fileprivate var arguments: StatementArguments { reduce([]) { $0 + $1.arguments } }
}

extension AuditFilter {
  fileprivate var conditions: AuditConditions {
    var found: AuditConditions = []
    if let apps {
      let marks = Array(repeating: "?", count: apps.count).joined(separator: ", ")
      found.append(
        ("audit.app IN (\(marks))", StatementArguments(apps.map(\.rawValue).sorted())))
    }
    if let build { found.append(("audit.build = ?", [build.rawValue])) }
    if let after { found.append(("audit.at >= ?", [after.column])) }
    return found
  }
}
