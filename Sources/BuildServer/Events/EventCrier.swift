import BuildDatabase
import BuildModel
import Logging
import ServiceLifecycle

/// Goes round the listeners: with what has happened, to those who may see it, and now and then to
/// show everybody that the line stands.
///
/// It reads the roles anew for every round, so what somebody hears follows what they may see.
struct EventCrier: Sendable {
  /// So many are woken at once; between two portions whoever else waits has their turn.
  private static let portion = 64
  /// Events that follow each other faster are told together.
  private static let gathering = Duration.milliseconds(20)
  /// So many parts of all listeners take turns with their heartbeat.
  private static let shifts = 8

  let hub: EventHub
  let store: BuildStore
  let heartbeat: Duration
  let logger: Logger

  /// Goes round until the service ends; ends every listener's stream then.
  func run() async {
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await keepLinesAlive() }
        await tellNews()
        group.cancelAll()
      }
      hub.close()
    } onGracefulShutdown: {
      hub.close()
    }
  }

  private func tellNews() async {
    for await _ in hub.news {
      do { try await tell(hub.takeNews()) } catch {
        logger.error("cannot tell listeners what they may see: \(error)")
        await visit(hub.listeners) { $0.leaveGap() }
      }
      // Cancelled sleeps end the loop.
      try? await Task.sleep(for: Self.gathering)
    }
  }

  private func tell(_ events: [EventHub.Event]?) async throws {
    guard let events else {
      await visit(hub.listeners) { $0.leaveGap() }
      return
    }
    let roles = try await store.roles(in: Set(events.compactMap(\.app)))
    for (user, roles) in roles {
      let listeners = hub.listeners(of: user)
      guard !listeners.isEmpty else { continue }
      let visible = events.filter { $0.app != nil && $0.isVisible(to: roles) }
      guard !visible.isEmpty else { continue }
      await visit(listeners) { $0.offer(.news(visible)) }
    }
    // What is for everybody says that all is to be read anew.
    if events.contains(where: { $0.app == nil }) { await visit(hub.listeners) { $0.leaveGap() } }
  }

  private func keepLinesAlive() async {
    var shift = 0
    while !Task.isCancelled {
      // Cancelled sleeps end the loop.
      try? await Task.sleep(for: heartbeat / Self.shifts)
      shift = (shift + 1) % Self.shifts
      await visit(hub.listeners.filter { $0.number % Self.shifts == shift }) {
        $0.offer(.heartbeat)
      }
    }
  }

  private func visit(_ listeners: [EventListener], _ act: (EventListener) -> Void) async {
    for (place, listener) in listeners.enumerated() {
      act(listener)
      if place % Self.portion == Self.portion - 1 { await Task.yield() }
    }
  }
}
