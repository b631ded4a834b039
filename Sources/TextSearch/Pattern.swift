/// A regular expression that a person has typed.
///
/// Small letters match in either case until there is a capital. It takes time in proportion to the
/// text, whatever the pattern, so one may be tried at every key.
package struct Pattern: Sendable, Equatable {
  package let text: String
  fileprivate let program: Program

  package init(_ text: String) throws(PatternError) {
    self.text = text
    var parser = PatternParser(text)
    program = try Program(parser.parse())
  }

  package static func == (left: Pattern, right: Pattern) -> Bool { left.text == right.text }
}

/// Looks for a pattern in line after line; keeps what it has learnt about the pattern.
package struct PatternMatcher {
  private var searcher: Automaton
  private var taker: Automaton

  package init(_ pattern: Pattern) {
    searcher = Automaton(pattern.program, isAnchored: false)
    taker = Automaton(pattern.program, isAnchored: true)
  }

  /// Whether the pattern is in a line of UTF-8, which is without its line end.
  package mutating func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    searcher.hasMatch(in: line)
  }

  package mutating func matches(_ line: String) -> Bool {
    var line = line
    return line.withUTF8 { searcher.hasMatch(in: $0) }
  }

  /// Where in a line it is, in bytes of UTF-8; matches without text are left out.
  package mutating func ranges(in line: String) -> [Range<Int>] {
    var line = line
    return line.withUTF8 { bytes in
      var ranges: [Range<Int>] = []
      var start = 0
      while start < bytes.count, searcher.hasMatch(in: bytes, from: start) {
        guard let range = first(in: bytes, from: start) else { break }
        if !range.isEmpty { ranges.append(range) }
        start = max(range.upperBound, range.lowerBound + 1)
      }
      return ranges
    }
  }

  private mutating func first(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Range<Int>? {
    for index in start..<bytes.count where bytes[index] & 0xC0 != 0x80 {
      if let end = taker.matchEnd(in: bytes, from: index) { return index..<end }
    }
    return nil
  }
}
