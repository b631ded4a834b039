import GRDB

/// The tables, one migration for each released change of them; a released one never changes.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 apps, builds, windows") { database in
      try database.execute(sql: peopleAndApps + builds + windows)
    }
    migrator.registerMigration("2 lists of builds", migrate: addLists)
    migrator.registerMigration("5 sizes of builds") { database in
      try database.execute(sql: sizes)
    }
    migrator.registerMigration("6 artifacts, kept configurations") { database in
      try database.execute(sql: artifactsAndConfigurations)
    }
    migrator.registerMigration("7 people, audit, secrets") { database in
      try database.execute(sql: peopleAuditAndSecrets)
    }
    migrator.registerMigration("8 the queue and kept machines", migrate: addQueue)
    migrator.registerMigration("9 access to repositories") { database in
      try database.execute(sql: repositoryAccess)
    }
    migrator.registerMigration("10 orders on their way to workers") { database in
      try database.execute(sql: waitingOrders)
    }
    migrator.registerMigration("11 messages are searched in memory") { database in
      try database.execute(sql: searchInMemory)
    }
    migrator.registerMigration("12 public keys") { database in
      try database.execute(sql: publicKeys)
    }
    return migrator
  }

  private static let peopleAndApps = """
    CREATE TABLE user (
      slug TEXT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL UNIQUE
    ) STRICT;
    -- Only a digest: who reads this file cannot log in with it.
    CREATE TABLE token (
      hash TEXT PRIMARY KEY NOT NULL,
      user TEXT NOT NULL REFERENCES user(slug) ON DELETE CASCADE,
      created_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE app (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      slug TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      repository TEXT NOT NULL UNIQUE,
      default_branch TEXT NOT NULL,
      created_at REAL NOT NULL,
      owner TEXT NOT NULL REFERENCES user(slug),
      last_number INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE role (
      user TEXT NOT NULL REFERENCES user(slug) ON DELETE CASCADE,
      app TEXT NOT NULL REFERENCES app(slug) ON DELETE CASCADE,
      role TEXT NOT NULL,
      PRIMARY KEY (user, app)
    ) STRICT;

    """

  // The id counts up over all apps, so "newest first" needs no clock that never goes back.
  private static let builds = """
    CREATE TABLE build (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      slug TEXT NOT NULL UNIQUE,
      app TEXT NOT NULL REFERENCES app(slug) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      status TEXT NOT NULL,
      workflow TEXT NOT NULL,
      branch TEXT,
      tag TEXT,
      commit_hash TEXT,
      commit_message TEXT,
      triggered_by TEXT,
      triggered_at REAL NOT NULL,
      started_at REAL,
      prepared_at REAL,
      finished_at REAL,
      abort_reason TEXT,
      failure_reason TEXT,
      is_remote INTEGER NOT NULL,
      stack TEXT NOT NULL,
      isolation TEXT NOT NULL,
      rebuild_of INTEGER,
      parameters TEXT NOT NULL,
      last_report INTEGER NOT NULL DEFAULT 0,
      UNIQUE (app, number)
    ) STRICT;
    CREATE INDEX build_newest_of_app ON build(app, id);
    CREATE INDEX build_newest_of_workflow ON build(app, workflow, id);
    CREATE INDEX build_newest_of_branch ON build(app, branch, id);
    CREATE INDEX build_unfinished ON build(id) WHERE finished_at IS NULL;
    CREATE TABLE step (
      build TEXT NOT NULL REFERENCES build(slug) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      step_id TEXT NOT NULL,
      title TEXT NOT NULL,
      status TEXT NOT NULL,
      started_at REAL,
      finished_at REAL,
      exit_code INTEGER,
      first_chunk INTEGER,
      last_chunk INTEGER,
      PRIMARY KEY (build, position)
    ) STRICT;

    """

  // No password, host or port: what opens a door is never written down.
  private static let windows = """
    CREATE TABLE access_window (
      build TEXT PRIMARY KEY NOT NULL REFERENCES build(slug) ON DELETE CASCADE,
      state TEXT NOT NULL,
      opened_at REAL,
      deadline REAL,
      closed_at REAL,
      closed_reason TEXT,
      grace REAL NOT NULL,
      extra REAL NOT NULL,
      connections INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX access_window_not_closed ON access_window(build) WHERE state <> 'closed';
    """
}
