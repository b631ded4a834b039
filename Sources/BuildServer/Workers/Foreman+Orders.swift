import BuildDatabase
import BuildModel
import BuildSpool

/// Orders to workers: once one is promised it arrives, whatever becomes of this service.
extension Foreman {
  /// Gives an order to a build's worker, as soon as there is one that listens; one that has ended
  /// needs none.
  ///
  /// Once this returns the order is with the worker, or is written down.
  func give(_ order: WorkerOrder, to build: BuildSlug) async throws {
    if let link = links[build] { return try link.send(order) }
    guard needsOrders(build) else { return }
    try await pass(try await store.keep(order, to: build))
  }

  /// Gives a worker an order that is written down; at once, or when it listens.
  func pass(_ waiting: WaitingOrder) async throws {
    let build = waiting.build
    // It may have begun to listen, or ended, while the order was written down.
    guard links[build] == nil, needsOrders(build) else {
      try links[build]?.send(waiting.order)
      return try await store.forget(waiting)
    }
    undelivered[build, default: []].append(waiting)
  }

  private func needsOrders(_ build: BuildSlug) -> Bool {
    attended[build] != nil || held[build] != nil || queue.contains(build)
  }

  /// Forgets orders to builds that a worker will never run again.
  func forgetOrders(except standing: Set<BuildSlug>) async throws {
    for build in undelivered.keys where !standing.contains(build) {
      undelivered[build] = nil
      try await store.forgetOrders(to: build)
    }
  }

  /// Passes on what waits for a worker that listens now.
  func deliverOrders(to build: BuildSlug, through link: WorkerLink) async throws {
    while let waiting = undelivered[build]?.first {
      try link.send(waiting.order)
      undelivered[build]?.removeFirst()
      // Killed before this the service gives the order twice, which ends and closes no more than
      // once would.
      try await store.forget(waiting)
    }
    undelivered[build] = nil
  }
}
