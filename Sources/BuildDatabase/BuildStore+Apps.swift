package import BuildModel
import GRDB

/// An app as one user sees it.
package struct SeenApp: Sendable, Equatable {
  package var app: App
  package var role: Role
  package var owner: User
}

/// How a list of apps is sorted.
package enum AppOrder: Sendable {
  case lastBuild
  case newest
}

extension BuildStore {
  /// Adds an app that belongs to the user; where the repository is an app already, that one.
  package func register(_ app: App, owner: UserSlug) async throws -> App {
    try await database.write { database in
      if let row = try Row.fetchOne(
        database, sql: "SELECT * FROM app WHERE repository = ?", arguments: [app.repository])
      {
        return App(row)
      }
      try database.execute(
        sql: """
          INSERT INTO app (slug, title, repository, default_branch, created_at, owner)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          app.slug.rawValue, app.title, app.repository, app.defaultBranch, app.createdAt.column,
          owner.rawValue,
        ])
      try Self.write(.owner, of: owner, in: app.slug, database)
      return app
    }
  }

  /// The app with the user's role in it; nil where it is none of theirs.
  package func app(_ slug: AppSlug, seenBy user: UserSlug) async throws -> SeenApp? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: Self.seenApps + " AND app.slug = ?"),
        arguments: [user.rawValue, slug.rawValue]
      ).map(SeenApp.init)
    }
  }

  /// The app whoever asks, as its owner sees it.
  package func app(_ slug: AppSlug) async throws -> SeenApp? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT app.*, 'owner' AS role, user.slug AS owner_slug, user.name AS owner_name,
              user.is_admin AS owner_is_admin
            FROM app JOIN user ON user.slug = app.owner WHERE app.slug = ?
            """), arguments: [slug.rawValue]
      ).map(SeenApp.init)
    }
  }

  /// The user's apps, a page of them.
  package func apps(
    seenBy user: UserSlug, title: String? = nil, order: AppOrder = .lastBuild, page: PageRequest
  ) async throws -> StoredPage<SeenApp> {
    try await database.read { database in
      let byTitle = title == nil ? "" : " AND app.title = ?"
      let key =
        order == .newest ? "" : "(SELECT MAX(id) FROM build WHERE build.app = app.slug) DESC, "
      let rows = try Row.fetchAll(
        database, sql: Self.seenApps + byTitle + " ORDER BY \(key)app.id DESC",
        arguments: StatementArguments([user.rawValue] + (title.map { [$0] } ?? [])))
      // Apps are few: the page is cut out of the whole.
      return try StoredPage(cutting: rows.map(SeenApp.init), page) { $0.app.slug.rawValue }
    }
  }

  static let seenApps = """
    SELECT app.*, role.role, user.slug AS owner_slug, user.name AS owner_name,
      user.is_admin AS owner_is_admin
    FROM role JOIN app ON app.slug = role.app JOIN user ON user.slug = app.owner
    WHERE role.user = ?
    """
}

extension App {
  init(_ row: Row) {
    self.init(
      slug: AppSlug(rawValue: row["slug"]), title: row["title"], repository: row["repository"],
      defaultBranch: row["default_branch"], createdAt: row.requiredTime("created_at"))
  }
}

extension SeenApp {
  init(_ row: Row) throws {
    self.init(
      app: App(row), role: try row.word("role"),
      owner: User(
        slug: UserSlug(rawValue: row["owner_slug"]), name: row["owner_name"],
        isAdmin: row["owner_is_admin"]))
  }
}
