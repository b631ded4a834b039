package import BuildModel
import Foundation
import GRDB

/// The way into a build's machine, without what opens it.
package struct StoredWindow: Sendable, Equatable {
  package var window: AccessWindow
  /// How many people are inside.
  package var connections: Int
}

extension StoredWindow {
  init(_ row: Row) throws {
    let deadline = row.time("deadline")
    let closedAt = row.time("closed_at")
    let name: String = row["state"]
    let state: AccessWindow.State
    switch (name, deadline, closedAt) {
    case ("opening", _, _): state = .opening
    case ("open", _, _): state = .open
    case ("closing", let deadline?, _): state = .closing(deadline: deadline)
    case ("closed", _, let closedAt?): state = .closed(try row.word("closed_reason"), at: closedAt)
    default: throw StoreError(description: "the database holds a window in state \"\(name)\"")
    }
    self.init(
      window: AccessWindow(
        state: state, openedAt: row.time("opened_at"), grace: row["grace"], extra: row["extra"]),
      connections: row["connections"])
  }
}

extension AccessWindow {
  /// Writes the window down in place of what was known of it.
  func write(of build: BuildSlug, _ database: Database) throws {
    let name: String
    var deadline: Date?
    var closed: (reason: ClosedReason, at: Date)?
    switch state {
    case .opening: name = "opening"
    case .open: name = "open"
    case .closing(let time):
      name = "closing"
      deadline = time
    case .closed(let reason, let at):
      name = "closed"
      closed = (reason, at)
    }
    try database.execute(
      sql: """
        INSERT INTO access_window
          (build, state, opened_at, deadline, closed_at, closed_reason, grace, extra)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (build) DO UPDATE SET state = excluded.state, opened_at = excluded.opened_at,
          deadline = excluded.deadline, closed_at = excluded.closed_at,
          closed_reason = excluded.closed_reason, grace = excluded.grace, extra = excluded.extra,
          connections = CASE excluded.state WHEN 'closed' THEN 0 ELSE connections END
        """,
      arguments: [
        build.rawValue, name, openedAt?.column, deadline?.column, closed?.at.column,
        closed?.reason.rawValue, grace, extra,
      ])
  }
}
