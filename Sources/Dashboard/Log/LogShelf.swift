package import BuildModel

/// The logs of the builds that were looked at last.
///
/// Holds the four most recent, so that moving to and fro in the list does not load again and a
/// long evening does not fill the memory.
package struct LogShelf: Sendable, Equatable {
  package static let mostLogs = 4

  private var logs: [BuildSlug: BuildLog] = [:]
  /// From the one not looked at for the longest.
  private var order: [BuildSlug] = []

  package init() {}

  package subscript(build: BuildSlug) -> BuildLog? { logs[build] }

  /// Puts a build's log on the shelf to be asked for, or in front of the others, and lets the
  /// oldest go.
  package mutating func take(_ build: BuildSlug) {
    order.removeAll { $0 == build }
    order.append(build)
    if logs[build] == nil { logs[build] = BuildLog() }
    logs[build]?.refusal = nil
    guard order.count > Self.mostLogs else { return }
    logs[order.removeFirst()] = nil
  }

  /// Adds to a log that is on the shelf; what arrives for one that was let go is not kept.
  package mutating func append(_ chunks: [LogChunk], to build: BuildSlug, isEndInView: Bool) {
    logs[build]?.append(chunks, isEndInView: isEndInView)
  }

  /// Takes in the end of a log that has grown by more than is worth telling.
  package mutating func leap(to page: LogPage, of build: BuildSlug, isEndInView: Bool) {
    logs[build]?.leap(to: page, isEndInView: isEndInView)
  }

  package mutating func put(_ page: LogPage, in build: BuildSlug) { logs[build]?.put(page) }
  package mutating func complete(_ build: BuildSlug) { logs[build]?.isComplete = true }
  package mutating func refuse(_ build: BuildSlug, _ sentence: String) {
    logs[build]?.refusal = sentence
  }
}
