import BuildDatabase
import BuildModel
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Writes down who did what.
///
/// What somebody can make happen over and over is written at once, then no more than once a
/// minute, with a count: no flood fills the disk.
final class AuditDesk: Sendable {
  static let pause: TimeInterval = 60
  /// How many repeating things are told apart.
  static let capacity = 200

  private let store: BuildStore
  private let now: @Sendable () -> Date
  private let logger: Logger
  private let repeated = Mutex(Tally<String, AuditEntry>(pause: pause, capacity: capacity))

  init(store: BuildStore, now: @escaping @Sendable () -> Date, logger: Logger) {
    self.store = store
    self.now = now
    self.logger = logger
  }

  func note(_ entry: AuditEntry) async {
    do { try await store.note(entry) } catch {
      logger.error("cannot write to the audit, \(entry.event.rawValue): \(error)")
    }
  }

  /// Writes down what may come again at once.
  ///
  /// - Parameter kind: what counts as the same thing, besides user, address, app and build.
  func noteRepeated(_ entry: AuditEntry, kind: String = "") async {
    let parts = [
      entry.event.rawValue, entry.user?.slug.rawValue, entry.address, entry.app?.rawValue,
      entry.build?.rawValue, kind,
    ]
    var key = parts.map { $0 ?? "" }.joined(separator: "\n")
    var entry = entry
    let count = repeated.withLock { repeated in
      if !repeated.hasRoom(for: key) {
        key = entry.event.rawValue
        entry = AuditEntry(at: entry.at, event: entry.event, detail: "others, too many to name")
      }
      return repeated.count(key, entry, at: entry.at)
    }
    if let count { await note(entry.counted(count)) }
  }

  /// Writes down the counts that have waited long enough.
  func tellCounts() async {
    let now = now()
    for (entry, count) in repeated.withLock({ $0.due(at: now) }) {
      await note(entry.counted(count))
    }
  }

  /// Writes counts down in time, until the service ends.
  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // Cancelled sleeps end the loop.
        try? await Task.sleep(for: .seconds(Self.pause))
        await self.tellCounts()
      }
    }
    for (entry, count) in repeated.withLock({ $0.rest() }) { await note(entry.counted(count)) }
  }
}

extension AuditEntry {
  fileprivate func counted(_ count: Int) -> AuditEntry {
    guard count > 1 else { return self }
    var entry = self
    entry.detail += detail.isEmpty ? "\(count) times" : " (\(count) times)"
    return entry
  }
}
