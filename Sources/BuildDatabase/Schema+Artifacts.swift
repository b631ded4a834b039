extension Schema {
  /// What builds leave behind, and configurations that are kept in place of a repository's.
  static let artifactsAndConfigurations = """
    CREATE TABLE artifact (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      build TEXT NOT NULL REFERENCES build(slug) ON DELETE CASCADE,
      slug TEXT NOT NULL,
      title TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      UNIQUE (build, slug)
    ) STRICT;
    CREATE TABLE configuration (
      app TEXT PRIMARY KEY NOT NULL REFERENCES app(slug) ON DELETE CASCADE,
      text TEXT NOT NULL,
      is_used INTEGER NOT NULL
    ) STRICT;
    """
}
