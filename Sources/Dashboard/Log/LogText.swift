package import BuildModel
package import struct Foundation.Date

/// Chunks of a log that follow one another, cut into lines.
///
/// Kept as bytes with a table of where lines and chunks begin, so that a line costs four bytes more
/// than its text, and adding at either end costs only what is added and one copy.
package struct LogText: Sendable, Equatable {
  /// A line that never ends is cut here, so that no single line costs the whole screen.
  package static let longestLine = 8 << 10

  private var bytes: [UInt8] = []
  private var lineStarts: [Int32] = []
  private var chunks: [Chunk] = []
  private var isLastLineOpen = false

  private struct Chunk: Equatable {
    var position: Int
    var start: Int32
    /// In seconds since 1970; nil's place is taken by 0, so that a chunk stays as small as it was.
    var time: UInt32

    func moved(by shift: Int32) -> Chunk {
      Chunk(position: position, start: start + shift, time: time)
    }
  }

  package init() {}

  /// Text from the middle of a log: its first chunk only tells whether the second begins a line,
  /// and what the second says before its first line is left out.
  package init(after leadIn: LogChunk) {
    isLastLineOpen = leadIn.text.utf8.last != UInt8(ascii: "\n")
  }

  package var count: Int { lineStarts.count }
  package var byteCount: Int { bytes.count }
  package var chunkCount: Int { chunks.count }
  package var firstChunk: Int? { chunks.first?.position }
  package var lastChunk: Int? { chunks.last?.position }
  /// Whether more may come to the last line.
  package var isOpen: Bool { isLastLineOpen && !lineStarts.isEmpty }

  /// Whether the service has told when these chunks were written.
  package var tellsTimes: Bool { chunks.last.map { $0.time > 0 } ?? false }

  /// When the chunk was written in which a line begins, to the second; nil where nobody told.
  package func time(at index: Int) -> Date? {
    let seconds = chunks[chunkIndex(holding: lineStarts[index])].time
    return seconds > 0 ? Date(timeIntervalSince1970: Double(seconds)) : nil
  }

  package func place(at index: Int) -> LogPlace {
    let chunk = chunkIndex(holding: lineStarts[index])
    return LogPlace(
      chunk: chunks[chunk].position, line: index - firstLine(from: chunks[chunk].start))
  }

  /// The first line at or behind a place.
  package func index(of place: LogPlace) -> Int {
    let chunk = partition(chunks) { $0.position >= place.chunk }
    guard chunk < chunks.count else { return count }
    let first = firstLine(from: chunks[chunk].start)
    guard chunks[chunk].position == place.chunk else { return first }
    let end = chunk + 1 < chunks.count ? firstLine(from: chunks[chunk + 1].start) : count
    return min(first + place.line, end)
  }

  /// The lines that begin in these chunks.
  package func lines(inChunks range: ClosedRange<Int>) -> Range<Int> {
    let start = index(of: LogPlace(chunk: range.lowerBound))
    let end = partition(chunks) { $0.position > range.upperBound }
    return start..<max(start, end < chunks.count ? firstLine(from: chunks[end].start) : count)
  }

  /// A line without its line end.
  package func line(at index: Int) -> String {
    withLine(at: index) { String(decoding: $0, as: UTF8.self) }
  }

  /// A line's bytes of UTF-8, without its line end.
  package func withLine<Result>(
    at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let start = Int(lineStarts[index])
    var end = index + 1 < count ? Int(lineStarts[index + 1]) : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
  }

  /// How many bytes stand between the beginnings of two lines.
  package func distance(from first: Int, to last: Int) -> Int {
    func start(_ index: Int) -> Int { index < count ? Int(lineStarts[index]) : bytes.count }
    return abs(start(last) - start(first))
  }

  // MARK: Changing

  package mutating func append(_ chunk: LogChunk) {
    var text = chunk.text
    let seconds = chunk.writtenAt?.timeIntervalSince1970 ?? 0
    chunks.append(
      Chunk(
        position: chunk.position, start: Int32(bytes.count),
        time: UInt32(exactly: seconds.rounded(.down)) ?? 0))
    text.withUTF8 { append($0) }
  }

  private mutating func append(_ new: UnsafeBufferPointer<UInt8>) {
    let base = bytes.count
    bytes.append(contentsOf: new)
    var index = 0
    while index < new.count {
      if !isLastLineOpen { lineStarts.append(Int32(base + index)) }
      let end = new[index...].firstIndex(of: UInt8(ascii: "\n")) ?? new.count
      cutLine(at: base + end)
      isLastLineOpen = end == new.count
      index = end + 1
    }
  }

  /// Begins new lines within the last one as long as it is too long, between characters.
  private mutating func cutLine(at end: Int) {
    while let start = lineStarts.last.map(Int.init), end - start > Self.longestLine {
      var cut = start + Self.longestLine
      while cut > start + 1, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
      lineStarts.append(Int32(cut))
    }
  }

  /// Puts text before this one that ends where this one begins.
  package mutating func prepend(_ text: LogText) {
    let shift = Int32(text.bytes.count)
    bytes = text.bytes + bytes
    lineStarts = text.lineStarts + lineStarts.map { $0 + shift }
    chunks = text.chunks + chunks.map { $0.moved(by: shift) }
  }

  /// Lets the first chunks go until at most so many bytes are left, and answers whether any went.
  @discardableResult
  package mutating func dropFirst(leaving most: Int) -> Bool {
    let excess = bytes.count - most
    guard excess > 0 else { return false }
    let gone = min(partition(chunks) { $0.start >= excess }, chunks.count - 1)
    return dropFirst(chunks: gone)
  }

  /// Lets everything go before the chunk in which the last line begins.
  package mutating func keepLastLine() {
    guard let start = lineStarts.last else { return }
    dropFirst(chunks: chunkIndex(holding: start))
  }

  @discardableResult
  private mutating func dropFirst(chunks gone: Int) -> Bool {
    guard gone > 0 else { return false }
    let cut = chunks[gone].start
    bytes.removeFirst(Int(cut))
    lineStarts = lineStarts[firstLine(from: cut)...].map { $0 - cut }
    chunks = chunks[gone...].map { $0.moved(by: -cut) }
    return true
  }

  /// Lets the last chunks go until at most so many bytes are left, and answers whether any went.
  @discardableResult
  package mutating func dropLast(leaving most: Int) -> Bool {
    guard bytes.count > most else { return false }
    let kept = max(1, partition(chunks) { $0.start > most } - 1)
    guard kept < chunks.count else { return false }
    let cut = chunks[kept].start
    bytes.removeLast(bytes.count - Int(cut))
    lineStarts.removeLast(count - firstLine(from: cut))
    chunks.removeLast(chunks.count - kept)
    isLastLineOpen = bytes.last != UInt8(ascii: "\n")
    return true
  }

  private func chunkIndex(holding start: Int32) -> Int {
    max(0, partition(chunks) { $0.start > start } - 1)
  }

  private func firstLine(from start: Int32) -> Int { partition(lineStarts) { $0 >= start } }

  /// The first index of a sorted array at which something holds from there on.
  private func partition<Element>(
    _ array: [Element], where holds: (Element) -> Bool
  ) -> Int {
    var (low, high) = (0, array.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(array[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
