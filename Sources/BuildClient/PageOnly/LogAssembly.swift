import BuildAPI

/// Puts a log together from chunks that come in any order, more than once, and with gaps.
struct LogAssembly: Sendable {
  /// The log so far, piece by piece, in order.
  private(set) var pieces: [String] = []
  /// The positions, from 1, of the pieces with which steps begin; the first step's first.
  private(set) var stepStarts: [Int] = []
  private var waiting: [Int: String] = [:]
  /// The position that comes next; nil before the first.
  private var next: Int?
  /// How often in a row nothing could be added while something waited.
  private var vain = 0

  /// After so many looks a gap is taken for one that stays.
  private static let patience = 3

  /// Takes in what one look at the log has shown.
  mutating func take(_ chunks: [LogBody.Chunk]) {
    for chunk in chunks where next.map({ chunk.position >= $0 }) ?? true {
      waiting[chunk.position] = chunk.chunk
    }
    // A log begins with 1, or with 0 where somebody counts so.
    if next == nil, let first = waiting.keys.min(), first <= 1 { next = first }
    let former = pieces.count
    addRun()
    if pieces.count > former {
      vain = 0
    } else if !waiting.isEmpty {
      vain += 1
      if vain >= Self.patience { leapGap() }
    }
  }

  /// Nothing more will come: what waits is added in order.
  mutating func finish() {
    for position in waiting.keys.sorted() { append(waiting[position] ?? "") }
    waiting = [:]
  }

  private mutating func addRun() {
    while let position = next, let text = waiting.removeValue(forKey: position) {
      append(text)
      next = position + 1
    }
  }

  private mutating func leapGap() {
    vain = 0
    next = waiting.keys.min()
    addRun()
  }

  /// Cuts a text where steps begin, so that each has pieces of its own.
  private mutating func append(_ text: String) {
    var rest = text[...]
    while let box = StepBox.first(in: rest, number: stepStarts.count) {
      if box.start > rest.startIndex { pieces.append(String(rest[..<box.start])) }
      stepStarts.append(pieces.count + 1)
      // What follows up to the next box belongs to this one.
      let next = StepBox.first(in: rest[box.titleEnd...], number: stepStarts.count)
      let end = next?.start ?? rest.endIndex
      pieces.append(String(rest[box.start..<end]))
      rest = rest[end...]
    }
    if !rest.isEmpty { pieces.append(String(rest)) }
  }

  /// Takes the whole text of a finished log.
  ///
  /// What was shown before stays as it was; where the two differ, since a gap was leapt over, the
  /// whole log follows on a line that says so.
  mutating func complete(_ whole: String) {
    waiting = [:]
    var shown = pieces.joined()
    if whole.hasPrefix(shown) {
      let start = whole.utf8.index(whole.startIndex, offsetBy: shown.utf8.count)
      add(whole[start...])
      return
    }
    shown = ""
    stepStarts = []
    append("\n[airlock: some of this log came too late or not at all; all of it follows]\n")
    add(whole[...])
  }

  /// In pieces that end with a line, small enough to be handed about.
  private mutating func add(_ text: Substring) {
    var rest = text.utf8[...]
    while !rest.isEmpty {
      var end = rest.index(rest.startIndex, offsetBy: 32 << 10, limitedBy: rest.endIndex)
      if let far = end, let line = rest[..<far].lastIndex(of: UInt8(ascii: "\n")) {
        end = rest.index(after: line)
      } else if let far = end {
        end = rest[far...].firstIndex(of: UInt8(ascii: "\n")).map { rest.index(after: $0) }
      }
      let stop = end ?? rest.endIndex
      append(String(Substring(rest[..<stop])))
      rest = rest[stop...]
    }
  }
}
