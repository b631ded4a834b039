import BuildDatabase
import Synchronization

/// Somebody who listens, and what lies ready for them.
///
/// Who takes too slowly is given no more, and told to read everything anew: however slow they
/// are, they cost a bounded amount of memory.
final class EventListener: Sendable {
  enum Delivery: Sendable {
    case news([EventHub.Event])
    /// Nothing has happened; the line stands.
    case heartbeat
  }

  /// What was taken out, and whether something after it was left out.
  struct Taken: Sendable {
    var delivery: Delivery
    var hasGap: Bool
  }

  private struct State {
    var count = 0
    var bytes = 0
    var hasGap = false
  }

  /// More than this never lies ready.
  static let mostBytes = 1 << 20

  let number: Int
  let user: UserSlug
  /// The number of the last event before they came.
  let start: Int
  private let deliveries: AsyncStream<Delivery>
  private let slot: AsyncStream<Delivery>.Continuation
  private let state = Mutex(State())

  init(number: Int, user: UserSlug, start: Int) {
    self.number = number
    self.user = user
    self.start = start
    (deliveries, slot) = AsyncStream.makeStream(of: Delivery.self)
  }

  /// How many bytes lie ready.
  var readyBytes: Int { state.withLock { $0.bytes } }

  func offer(_ delivery: Delivery) {
    let fits = state.withLock { state in
      switch delivery {
      // Whoever has something to take sees by that that the line stands.
      case .heartbeat: guard state.count == 0 else { return false }
      case .news:
        guard !state.hasGap, state.bytes + delivery.bytes <= Self.mostBytes else {
          state.hasGap = true
          return false
        }
      }
      state.count += 1
      state.bytes += delivery.bytes
      return true
    }
    if fits { slot.yield(delivery) }
  }

  /// Notes that events were lost for everybody.
  func leaveGap() {
    state.withLock { $0.hasGap = true }
    offer(.heartbeat)
  }

  /// Waits for the next delivery; nil once there will be none.
  func take() async -> Taken? {
    for await delivery in deliveries {
      let hasGap = state.withLock { state in
        state.count -= 1
        state.bytes -= delivery.bytes
        guard state.count == 0, state.hasGap else { return false }
        state.hasGap = false
        return true
      }
      return Taken(delivery: delivery, hasGap: hasGap)
    }
    return nil
  }

  func end() { slot.finish() }
}

extension EventListener.Delivery {
  fileprivate var bytes: Int {
    switch self {
    case .news(let events): events.reduce(0) { $0 + $1.text.readableBytes }
    case .heartbeat: 0
    }
  }
}
