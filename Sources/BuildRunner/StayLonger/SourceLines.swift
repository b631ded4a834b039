/// A text as its lines, each with the newline it ends with.
struct SourceLines {
  /// An entry of a list: its dash.
  struct Dash {
    /// Counts from 0.
    var line: Int
    /// How many spaces stand before it.
    var indent: Int
  }

  private let lines: [Substring.UnicodeScalarView]

  init(_ text: String) {
    var lines: [Substring.UnicodeScalarView] = []
    // By scalars: to Swift a carriage return and a newline are one character.
    var rest = text.unicodeScalars[...]
    while let end = rest.firstIndex(of: "\n") {
      lines.append(rest[...end])
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { lines.append(rest) }
    self.lines = lines
  }

  var endsWithNewline: Bool { lines.last?.last == "\n" }

  /// The dash of the entry whose first word stands in a line; on that line or on one above it.
  func dash(before line: Int) -> Dash? {
    guard lines.indices.contains(line) else { return nil }
    for number in stride(from: line, through: 0, by: -1) {
      let indent = indent(number)
      let rest = lines[number].dropFirst(indent)
      if rest.first == "-",
        rest.dropFirst().first.map({ " \r\n".unicodeScalars.contains($0) }) == true
      {
        // Of "- - a" only the first is seen, and that is another list's.
        let inner = rest.dropFirst().drop { $0 == " " }
        return inner.first == "-" && inner.dropFirst().first == " "
          ? nil
          : Dash(line: number, indent: indent)
      }
      guard isBlankOrComment(number) || number == line else { return nil }
    }
    return nil
  }

  /// The numbers of lines that can stand before what is put in after an entry, likeliest first.
  ///
  /// Comments that stand no further in than the entry are taken for the next one's.
  func ends(ofEntryAt dash: Dash) -> [Int] {
    var end = dash.line + 1
    while end < lines.count, isBlankOrComment(end) || indent(end) > dash.indent { end += 1 }
    var first = end
    while first > dash.line + 1, isBlankOrComment(first - 1),
      isBlank(first - 1) || indent(first - 1) <= dash.indent
    {
      first -= 1
    }
    return Array((first...end).prefix(100))
  }

  /// The text with more lines after so many of its own.
  func inserting(_ added: [String], at end: Int) -> String {
    let newline = lines.first { $0.last == "\n" }?.dropLast().last == "\r" ? "\r\n" : "\n"
    var text = String.UnicodeScalarView()
    for line in lines[..<end] { text.append(contentsOf: line) }
    let isOpen = text.last != "\n"
    if isOpen { text.append(contentsOf: newline.unicodeScalars) }
    text.append(contentsOf: added.joined(separator: newline).unicodeScalars)
    if !isOpen { text.append(contentsOf: newline.unicodeScalars) }
    for line in lines[end...] { text.append(contentsOf: line) }
    return String(text)
  }

  private func indent(_ number: Int) -> Int { lines[number].prefix { $0 == " " }.count }

  private func isBlank(_ number: Int) -> Bool {
    lines[number].allSatisfy { " \t\r\n".unicodeScalars.contains($0) }
  }

  private func isBlankOrComment(_ number: Int) -> Bool {
    isBlank(number) || lines[number].first { $0 != " " } == "#"
  }
}
