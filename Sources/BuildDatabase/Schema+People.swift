/// Administrators, tokens that can be named and expire, the audit, and sealed secrets.
extension Schema {
  static let peopleAuditAndSecrets = administrators + tokens + audit + secrets

  private static let administrators = """
    ALTER TABLE user ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE user ADD COLUMN created_at REAL;
    UPDATE user SET is_admin = 1 WHERE rowid = (SELECT MIN(rowid) FROM user);

    """

  private static let tokens = """
    CREATE TABLE new_token (
      id TEXT PRIMARY KEY NOT NULL,
      -- Only a digest: who reads this file cannot log in with it.
      hash TEXT NOT NULL UNIQUE,
      user TEXT NOT NULL REFERENCES user(slug) ON DELETE CASCADE,
      label TEXT NOT NULL,
      created_at REAL NOT NULL,
      last_used_at REAL,
      expires_at REAL
    ) STRICT;
    INSERT INTO new_token (id, hash, user, label, created_at)
      SELECT lower(hex(randomblob(8))), hash, user, '', created_at FROM token;
    DROP TABLE token;
    ALTER TABLE new_token RENAME TO token;
    CREATE INDEX token_of_user ON token(user);

    """

  // Nothing here refers to other tables: what was written stays when they go.
  private static let audit = """
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at REAL NOT NULL,
      user TEXT,
      user_name TEXT,
      address TEXT,
      app TEXT,
      build TEXT,
      event TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_of_app ON audit(app, id);
    CREATE INDEX audit_of_build ON audit(build, id);

    """

  private static let secrets = """
    CREATE TABLE secret (
      id TEXT PRIMARY KEY NOT NULL,
      app TEXT NOT NULL REFERENCES app(slug) ON DELETE CASCADE,
      name TEXT NOT NULL,
      sealed BLOB NOT NULL,
      is_protected INTEGER NOT NULL,
      is_exposed_for_pull_requests INTEGER NOT NULL,
      is_expand INTEGER NOT NULL,
      UNIQUE (app, name)
    ) STRICT;

    """

  // Whose owner comes into the machines that they asked for without a password.
  static let publicKeys = """
    CREATE TABLE public_key (
      id TEXT PRIMARY KEY NOT NULL,
      user TEXT NOT NULL REFERENCES user(slug) ON DELETE CASCADE,
      line TEXT NOT NULL,
      comment TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      created_at REAL NOT NULL,
      UNIQUE (user, fingerprint)
    ) STRICT;
    """
}
