package import BuildModel
import GRDB

extension BuildStore {
  /// A page of what a build left behind, in the order it was told.
  package func artifacts(
    of build: BuildSlug, page: PageRequest
  ) async throws -> StoredPage<Artifact> {
    try await database.read { database in
      let rows = try Row.fetchAll(
        database.cachedStatement(sql: "SELECT * FROM artifact WHERE build = ? ORDER BY id"),
        arguments: [build.rawValue])
      return try StoredPage(cutting: rows.map(Artifact.init), page) { $0.slug.rawValue }
    }
  }

  package func artifact(_ slug: ArtifactSlug, of build: BuildSlug) async throws -> Artifact? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: "SELECT * FROM artifact WHERE build = ? AND slug = ?"),
        arguments: [build.rawValue, slug.rawValue]
      ).map(Artifact.init)
    }
  }

  /// Forgets an artifact.
  package func removeArtifact(_ slug: ArtifactSlug, of build: BuildSlug) async throws {
    try await database.write { database in
      try database.execute(
        literal: """
          DELETE FROM artifact WHERE build = \(build.rawValue) AND slug = \(slug.rawValue)
          """)
      // What is left is measured anew.
      try database.execute(
        literal: "UPDATE build SET kept_bytes = NULL WHERE slug = \(build.rawValue)")
    }
  }
}

extension Artifact {
  init(_ row: Row) {
    self.init(
      slug: ArtifactSlug(rawValue: row["slug"]), title: row["title"], byteCount: row["byte_count"])
  }

  func write(of build: BuildSlug, _ database: Database) throws {
    try database.execute(
      literal: """
        INSERT OR REPLACE INTO artifact (build, slug, title, byte_count)
        VALUES (\(build.rawValue), \(slug.rawValue), \(title), \(byteCount))
        """)
  }
}
