package import BuildModel
import Foundation
import GRDB

/// Orders that wait for a worker that does not listen yet.
extension Schema {
  static let waitingOrders = """
    CREATE TABLE worker_order (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      build TEXT NOT NULL REFERENCES build(slug) ON DELETE CASCADE,
      "order" TEXT NOT NULL
    ) STRICT;
    CREATE INDEX worker_order_by_build ON worker_order(build);
    """
}

/// An order that was promised, and has not reached its worker.
package struct WaitingOrder: Sendable, Equatable {
  package var id: Int64
  package var build: BuildSlug
  package var order: WorkerOrder
}

extension BuildStore {
  /// Writes an order down, so that it outlives a service that ends before it can pass it on.
  package func keep(_ order: WorkerOrder, to build: BuildSlug) async throws -> WaitingOrder {
    try await database.write { try Self.keep(order, to: build, $0) }
  }

  static func keep(
    _ order: WorkerOrder, to build: BuildSlug, _ database: Database
  ) throws -> WaitingOrder {
    precondition(order.mayBeWritten, "secrets stand in no file")
    let text = String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
    try database.execute(
      literal: "INSERT INTO worker_order (build, \"order\") VALUES (\(build.rawValue), \(text))")
    return WaitingOrder(id: database.lastInsertedRowID, build: build, order: order)
  }

  /// All orders that have not reached their workers, in the order in which they were given.
  package func waitingOrders() async throws -> [WaitingOrder] {
    try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM worker_order ORDER BY id").map { row in
        WaitingOrder(
          id: row["id"], build: BuildSlug(rawValue: row["build"]),
          order: try JSONDecoder().decode(
            WorkerOrder.self, from: Data((row["order"] as String).utf8)))
      }
    }
  }

  /// Forgets an order that has reached its worker.
  package func forget(_ order: WaitingOrder) async throws {
    try await database.write { database in
      try database.execute(literal: "DELETE FROM worker_order WHERE id = \(order.id)")
    }
  }

  /// Forgets all orders to a build whose worker is no more.
  package func forgetOrders(to build: BuildSlug) async throws {
    try await database.write { database in
      try database.execute(
        literal: "DELETE FROM worker_order WHERE build = \(build.rawValue)")
    }
  }
}

extension WorkerOrder {
  fileprivate var mayBeWritten: Bool {
    switch self {
    case .follow, .abort, .closeWindow, .extendWindow, .openWindow: true
    case .secrets: false
    }
  }
}
