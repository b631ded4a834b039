extension Schema {
  /// What a build's files take on the disk, once it has ended; and the order in which builds go.
  static let sizes = """
    ALTER TABLE build ADD COLUMN kept_bytes INTEGER;
    CREATE INDEX build_oldest_ended ON build(finished_at, id, kept_bytes)
      WHERE finished_at IS NOT NULL;
    CREATE INDEX build_unmeasured ON build(id)
      WHERE finished_at IS NOT NULL AND kept_bytes IS NULL;
    """
}
