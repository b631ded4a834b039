package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// Lets what happens over and over be told at once, then no more than once in a while, and
/// loses no count.
///
/// So a flood of something cannot fill what it is written to.
package struct Tally<Key: Hashable & Sendable, Thing: Sendable>: Sendable {
  private struct Entry: Sendable {
    var toldAt: Date
    /// How often it happened since.
    var held: Int
    var latest: Thing
  }

  private let pause: TimeInterval
  private let capacity: Int
  private var entries: [Key: Entry] = [:]

  /// - Parameters:
  ///   - pause: seconds between two tellings of the same thing.
  ///   - capacity: how many different things are kept apart.
  package init(pause: TimeInterval, capacity: Int) {
    self.pause = pause
    self.capacity = capacity
  }

  /// Whether the thing can be kept apart from all others.
  package func hasRoom(for key: Key) -> Bool {
    entries[key] != nil || entries.count < capacity
  }

  /// Counts one more time.
  ///
  /// - Returns: how often it happened since it was last told, this time included; nil where it
  ///   is too early to tell it again.
  package mutating func count(_ key: Key, _ thing: Thing, at now: Date) -> Int? {
    guard var entry = entries[key], !isDue(entry, at: now) else {
      let held = entries[key]?.held ?? 0
      entries[key] = Entry(toldAt: now, held: 0, latest: thing)
      return held + 1
    }
    entry.held += 1
    entry.latest = thing
    entries[key] = entry
    return nil
  }

  /// What was held back and may be told by now, each with its count; what has stopped is
  /// forgotten.
  package mutating func due(at now: Date) -> [(thing: Thing, count: Int)] {
    var told: [(Thing, Int)] = []
    for (key, entry) in entries where isDue(entry, at: now) {
      if entry.held > 0 {
        told.append((entry.latest, entry.held))
        entries[key] = Entry(toldAt: now, held: 0, latest: entry.latest)
      } else {
        entries[key] = nil
      }
    }
    return told
  }

  /// All that was held back, at the end.
  package mutating func rest() -> [(thing: Thing, count: Int)] {
    defer { entries = [:] }
    return entries.values.filter { $0.held > 0 }.map { ($0.latest, $0.held) }
  }

  // A clock that was set back must not silence anything for longer than the pause.
  private func isDue(_ entry: Entry, at now: Date) -> Bool {
    abs(now.timeIntervalSince(entry.toldAt)) >= pause
  }
}
