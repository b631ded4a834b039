package import BuildModel

/// What is known of a build's log, and the part of it that is held.
///
/// Holds at most ``mostBytes`` of it, around what is looked at, so a log of any length costs the
/// same. The rest is asked for as the view comes near it.
package struct BuildLog: Sendable, Equatable {
  /// 2 MiB of text for one build: some twenty thousand lines.
  package static let mostBytes = 2 << 20
  /// About how much is asked for at once.
  package static let pageBytes = 512 << 10

  package private(set) var text = LogText()
  /// The chunks whose lines are held; nil where none is.
  package private(set) var held: ClosedRange<Int>?
  /// The position of the newest chunk; nil before the service has told it.
  package private(set) var lastPosition: Int?
  /// Whether the service has said that nothing more will come.
  package var isComplete = false
  /// Why the service did not tell it, where it was asked last.
  package var refusal: String?

  package init() {}

  /// Takes in what was written after the newest chunk known.
  ///
  /// With the end in view the oldest lines make room; else the new ones wait until they are asked
  /// for.
  package mutating func append(_ chunks: [LogChunk], isEndInView: Bool) {
    for chunk in chunks where chunk.position > lastPosition ?? 0 {
      let isNext = held.map { $0.upperBound == lastPosition } ?? (lastPosition ?? 0 == 0)
      lastPosition = chunk.position
      guard isNext, isEndInView || text.byteCount < Self.mostBytes else { continue }
      text.append(chunk)
      held = (held?.lowerBound ?? chunk.position)...chunk.position
    }
    if isEndInView, text.dropFirst(leaving: Self.mostBytes) { shrinkHeld() }
  }

  /// Takes in the end of a log that has grown by more than is worth telling.
  ///
  /// With another part in view only the length is noted: the end is asked for when it is looked at.
  package mutating func leap(to page: LogPage, isEndInView: Bool) {
    var page = page
    if !isEndInView { page.held = nil }
    put(page)
  }

  /// Takes in a part that was asked for.
  package mutating func put(_ page: LogPage) {
    if let last = page.last { lastPosition = max(last, lastPosition ?? 0) }
    guard let chunks = page.held, let first = page.chunks.first else { return }
    if let held, chunks.lowerBound == held.upperBound + 1 {
      for chunk in page.chunks { text.append(chunk) }
      self.held = held.lowerBound...chunks.upperBound
      if text.dropFirst(leaving: Self.mostBytes) { shrinkHeld() }
      return
    }
    // From the middle of the log, the first chunk only leads in.
    var part = first.position > 1 ? LogText(after: first) : LogText()
    for chunk in page.chunks.dropFirst(first.position > 1 ? 1 : 0) { part.append(chunk) }
    let lower = first.position > 1 ? chunks.lowerBound + 1 : chunks.lowerBound
    guard lower <= chunks.upperBound else { return }
    if let held, chunks.upperBound == held.lowerBound - 1 {
      text.prepend(part)
      self.held = lower...held.upperBound
      if text.dropLast(leaving: Self.mostBytes) { shrinkHeld() }
    } else {
      text = part
      held = lower...chunks.upperBound
    }
  }

  private mutating func shrinkHeld() {
    guard let first = text.firstChunk, let last = text.lastChunk else { return }
    held = first...last
  }

  /// About how many chunks make a page.
  package var pageChunks: Int {
    guard text.chunkCount > 0 else { return 64 }
    return max(2, min(5000, Self.pageBytes * text.chunkCount / max(1, text.byteCount)))
  }
}

/// A part of a log, as the service answers it.
package struct LogPage: Sendable, Equatable {
  package var chunks: [LogChunk]
  /// The positions it was asked about; nil where the log is empty.
  package var held: ClosedRange<Int>?
  /// The position of the log's newest chunk, where the answer told it.
  package var last: Int?

  package init(chunks: [LogChunk], held: ClosedRange<Int>?, last: Int? = nil) {
    self.chunks = chunks
    self.held = held
    self.last = last
  }
}
