import GRDB
import Synchronization

/// Finds builds by their commit messages, and remembers what it found for the latest needles.
///
/// The full-text index finds a rare needle at once; a common one takes as long as its builds are
/// many, so that is done once, and then only for builds that have changed.
final class MessageSearch: Sendable {
  private struct Finding {
    var change: Int64
    var ids: IdSet
  }

  private struct Memory {
    var findings: [String: Finding] = [:]
    /// The needles, the one that was asked for last at the end.
    var order: [String] = []
  }

  /// Each needle costs a bit for every build.
  private static let most = 16
  private let memory = Mutex(Memory())

  /// The builds whose message holds the text, as of the reader's snapshot.
  func builds(holding text: String, at change: Int64, _ database: Database) throws -> IdSet {
    // No index and no pattern of SQLite's can look for a NUL.
    guard !text.unicodeScalars.contains("\0") else { return IdSet() }
    var finding = memory.withLock { $0.findings[text] }
    if let finding, finding.change > change { throw SnapshotBehind() }
    let needle = MessageNeedle(text: text)
    if let known = finding?.change,
      let changed = try ChangeJournal.messages(changedAfter: known, database)
    {
      for range in Self.runs(of: changed) {
        finding?.ids.remove(range)
        try needle.find(in: range, database) { finding?.ids.insert($0) }
      }
      finding?.change = change
    } else {
      var ids = IdSet()
      try needle.find(in: 0...Int64.max, database) { ids.insert($0) }
      finding = Finding(change: change, ids: ids)
    }
    guard let finding else { return IdSet() }
    remember(finding, text)
    return finding.ids
  }

  private func remember(_ finding: Finding, _ text: String) {
    memory.withLock { memory in
      memory.order.removeAll { $0 == text }
      memory.order.append(text)
      if memory.order.count > Self.most { memory.findings[memory.order.removeFirst()] = nil }
      if let other = memory.findings[text], other.change > finding.change { return }
      memory.findings[text] = finding
    }
  }

  /// Ranges that hold all the ids, so that builds of one hour are looked at in one go.
  static func runs(of ids: [Int64]) -> [ClosedRange<Int64>] {
    ids.reduce(into: []) { runs, id in
      if let last = runs.last, id - last.upperBound <= 64 {
        runs[runs.count - 1] = last.lowerBound...id
      } else {
        runs.append(id...id)
      }
    }
  }
}
