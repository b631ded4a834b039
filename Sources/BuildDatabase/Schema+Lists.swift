import GRDB

extension Schema {
  /// What lists of builds need: facts to filter by, a search in messages, a journal of changes.
  static func addLists(_ database: Database) throws {
    try database.execute(sql: facts + messages + journal)
  }

  // The index in memory is read from `build_listing`, a sixth of the table; it answers what the
  // indices of workflows and branches were for.
  private static let facts = """
    ALTER TABLE build ADD COLUMN is_on_hold INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE build ADD COLUMN pull_request_id INTEGER
      CHECK (pull_request_id BETWEEN 1 AND 4294967295);
    DROP INDEX build_newest_of_workflow;
    DROP INDEX build_newest_of_branch;
    CREATE INDEX build_listing ON build
      (id, app, workflow, branch, status, tag, pull_request_id, is_on_hold, triggered_at);
    -- Who may hear of an app.
    CREATE INDEX role_by_app ON role(app, user, role);

    """

  // Made of all runs of three characters, so that any part of a message is found.
  private static let messages = """
    CREATE VIRTUAL TABLE build_text USING fts5(
      commit_message, content = 'build', content_rowid = 'id', columnsize = 0, tokenize = 'trigram'
    );
    INSERT INTO build_text (build_text) VALUES ('rebuild');
    CREATE TRIGGER build_text_comes AFTER INSERT ON build WHEN NEW.commit_message IS NOT NULL BEGIN
      INSERT INTO build_text (rowid, commit_message) VALUES (NEW.id, NEW.commit_message);
    END;
    CREATE TRIGGER build_text_changes AFTER UPDATE OF commit_message ON build
    WHEN OLD.commit_message IS NOT NEW.commit_message BEGIN
      INSERT INTO build_text (build_text, rowid, commit_message)
        SELECT 'delete', OLD.id, OLD.commit_message WHERE OLD.commit_message IS NOT NULL;
      INSERT INTO build_text (rowid, commit_message)
        SELECT NEW.id, NEW.commit_message WHERE NEW.commit_message IS NOT NULL;
    END;
    CREATE TRIGGER build_text_goes AFTER DELETE ON build WHEN OLD.commit_message IS NOT NULL BEGIN
      INSERT INTO build_text (build_text, rowid, commit_message)
        VALUES ('delete', OLD.id, OLD.commit_message);
    END;

    """

  // A common part of messages took that index 400 ms at a million builds.
  static let searchInMemory = """
    DROP TRIGGER build_text_comes;
    DROP TRIGGER build_text_changes;
    DROP TRIGGER build_text_goes;
    DROP TABLE build_text;
    DROP TRIGGER build_goes;
    CREATE TRIGGER build_goes AFTER DELETE ON build BEGIN
      INSERT INTO build_change (build, is_message)
        VALUES (OLD.id, OLD.commit_message IS NOT NULL);
    END;
    """

  // Who falls further behind than the journal reaches reads everything anew.
  private static let journal = """
    CREATE TABLE build_change (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      build INTEGER NOT NULL,
      is_message INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER build_change_comes AFTER INSERT ON build_change BEGIN
      DELETE FROM build_change WHERE number <= NEW.number - 100000;
    END;
    CREATE TRIGGER build_comes AFTER INSERT ON build BEGIN
      INSERT INTO build_change (build, is_message)
        VALUES (NEW.id, NEW.commit_message IS NOT NULL);
    END;
    CREATE TRIGGER build_changes AFTER UPDATE OF app, workflow, branch, tag, status,
      commit_message, triggered_at, is_on_hold, pull_request_id ON build
    BEGIN
      INSERT INTO build_change (build, is_message)
        VALUES (NEW.id, OLD.commit_message IS NOT NEW.commit_message);
    END;
    CREATE TRIGGER build_goes AFTER DELETE ON build BEGIN
      INSERT INTO build_change (build, is_message) VALUES (OLD.id, 0);
    END;
    """
}
