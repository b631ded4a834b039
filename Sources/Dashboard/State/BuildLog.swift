package import BuildModel

/// A build's log cut into lines as its chunks come in.
///
/// Holds at most ``mostLines`` lines and ``mostBytes`` bytes; what is older goes first, and the
/// number of lines gone is kept so that a position stays what it was. Adding a chunk costs only
/// that chunk, and any line is reached at once, so a view costs no more for a long log.
package struct BuildLog: Sendable, Equatable {
  package struct Line: Sendable, Equatable {
    package var text: String
    /// The chunk in which the line begins.
    package var chunk: Int
  }

  /// 50,000 lines: more than anybody scrolls through.
  package static let mostLines = 50_000
  /// 8 MiB of text for one build.
  package static let mostBytes = 8 << 20
  /// A line that never ends is cut here, so that no single line costs the whole screen.
  package static let longestLine = 8 << 10

  private var kept: [Line] = []
  /// Lines at the front of `kept` that count as gone; they are taken out many at a time.
  private var gone = 0
  private var bytes = 0
  private var isLastLineOpen = false
  /// How many lines have been given up altogether.
  package private(set) var droppedLines = 0
  /// The position of the newest chunk; 0 before the first.
  package private(set) var lastPosition = 0
  /// Whether the service has said that nothing more will come.
  package var isComplete = false

  package init() {}

  /// The numbers of the lines that are kept, counted from the log's first line as 0.
  package var lineNumbers: Range<Int> { droppedLines..<droppedLines + kept.count - gone }

  package subscript(number: Int) -> Line { kept[number - droppedLines + gone] }

  /// Adds what came after the chunks that are here; a chunk that came before is left out.
  package mutating func append(_ chunks: [LogChunk]) {
    for chunk in chunks where chunk.position > lastPosition {
      append(chunk)
      lastPosition = chunk.position
    }
    trim()
  }

  /// The numbers of the lines that begin in these chunks.
  package func lineNumbers(inChunks chunks: ClosedRange<Int>) -> Range<Int> {
    let start = firstNumber { $0.chunk >= chunks.lowerBound }
    let end = firstNumber { $0.chunk > chunks.upperBound }
    return start..<end
  }

  private mutating func append(_ chunk: LogChunk) {
    var rest = Substring(chunk.text)
    while !rest.isEmpty {
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n"))
      add(rest[..<(end ?? rest.endIndex)], of: chunk.position)
      isLastLineOpen = end == nil
      guard let end else { return }
      rest = rest[rest.utf8.index(after: end)...]
    }
  }

  private mutating func add(_ piece: Substring, of chunk: Int) {
    var piece = piece
    repeat {
      if !isLastLineOpen { kept.append(Line(text: "", chunk: chunk)) }
      isLastLineOpen = true
      let last = kept.index(before: kept.endIndex)
      let room = max(0, Self.longestLine - kept[last].text.utf8.count)
      let cut =
        piece.utf8.count <= room
        ? piece.endIndex : piece.characterBoundary(within: room)
      kept[last].text += piece[..<cut]
      bytes += piece[..<cut].utf8.count
      piece = piece[cut...]
      if !piece.isEmpty { isLastLineOpen = false }
    } while !piece.isEmpty
  }

  private mutating func trim() {
    while kept.count - gone > Self.mostLines || (bytes > Self.mostBytes && kept.count - gone > 1) {
      bytes -= kept[gone].text.utf8.count
      kept[gone].text = ""
      gone += 1
      droppedLines += 1
    }
    guard gone > Self.mostLines / 8 else { return }
    kept.removeFirst(gone)
    gone = 0
  }

  private func firstNumber(where isPast: (Line) -> Bool) -> Int {
    var low = lineNumbers.lowerBound
    var high = lineNumbers.upperBound
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Substring {
  /// The last place at or before this many bytes that does not halve a character, but always past
  /// the first character.
  fileprivate func characterBoundary(within bytes: Int) -> Index {
    var index = startIndex
    var used = 0
    for character in self {
      used += character.utf8.count
      if used > bytes, index != startIndex || bytes == 0 { break }
      index = self.index(after: index)
    }
    return index
  }
}
