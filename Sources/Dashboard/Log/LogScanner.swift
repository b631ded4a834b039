package import BuildModel

/// Goes through a log from a chunk on and tells which lines a query is about.
///
/// Holds no more of the log than the chunks of the line that is still open.
package struct LogScanner {
  private var matcher: LogLineMatcher
  private var text: LogText?
  /// How many lines of the text have been looked at.
  private var seen = 0

  /// Begins with the lines of this chunk; feed it from the chunk before on, which tells whether
  /// this one begins a line.
  package init(_ query: LogQuery, from first: Int) {
    matcher = LogLineMatcher(query)
    text = first > 1 ? nil : LogText()
  }

  /// The chunks follow on those that came before.
  package mutating func scan(_ chunks: [LogChunk]) -> [LogPlace] {
    var found: [LogPlace] = []
    for chunk in chunks {
      guard var text else {
        self.text = LogText(after: chunk)
        continue
      }
      self.text = nil
      text.append(chunk)
      scanWhole(&text, &found)
      self.text = text
    }
    return found
  }

  /// The last line, where it is still open, and whether the query is about it as it stands.
  package mutating func openLine() -> (place: LogPlace, isMatch: Bool)? {
    guard let text, text.isOpen else { return nil }
    return (text.place(at: text.count - 1), isMatch(text, text.count - 1))
  }

  private mutating func scanWhole(_ text: inout LogText, _ found: inout [LogPlace]) {
    while seen < (text.isOpen ? text.count - 1 : text.count) {
      if isMatch(text, seen) { found.append(text.place(at: seen)) }
      seen += 1
    }
    text.keepLastLine()
    seen = text.isOpen ? text.count - 1 : text.count
  }

  private mutating func isMatch(_ text: LogText, _ index: Int) -> Bool {
    text.withLine(at: index) { matcher.matches($0) }
  }
}
