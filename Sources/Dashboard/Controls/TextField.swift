package import TerminalSurface

/// One line of text that a person edits, with the keys of a shell.
package struct TextField: Sendable, Equatable {
  /// More is not taken: no name or pattern is longer.
  static let longest = 4096

  package private(set) var text: String
  /// Characters before the cursor.
  private var cursor: Int
  /// What was typed before, the newest last, and which of it stands here now.
  private var history: [String]
  private var recalled: Int?
  private var draft = ""

  package init(_ text: String = "", history: [String] = []) {
    self.text = text
    self.history = history
    cursor = text.count
  }

  /// Takes a key; answers whether it was one for editing.
  package mutating func take(_ key: Key) -> Bool {
    switch (key.name, key.modifiers) {
    case (.character(let character), []), (.character(let character), .shift):
      insert(String(character))
    case (.backspace, []): delete(from: max(0, cursor - 1), to: cursor)
    case (.delete, []), (.character("d"), .control): delete(from: cursor, to: cursor + 1)
    case (.left, []), (.character("b"), .control): cursor = max(0, cursor - 1)
    case (.right, []), (.character("f"), .control): cursor = min(text.count, cursor + 1)
    case (.home, []), (.character("a"), .control): cursor = 0
    case (.end, []), (.character("e"), .control): cursor = text.count
    case (.left, .control), (.left, .alt), (.character("b"), .alt): cursor = wordStart
    case (.right, .control), (.right, .alt), (.character("f"), .alt): cursor = wordEnd
    case (.character("u"), .control): delete(from: 0, to: cursor)
    case (.character("k"), .control): delete(from: cursor, to: text.count)
    case (.character("w"), .control), (.backspace, .alt): delete(from: wordStart, to: cursor)
    case (.up, []), (.character("p"), .control): recall(-1)
    case (.down, []), (.character("n"), .control): recall(1)
    default: return false
    }
    return true
  }

  /// Puts text in at the cursor; line ends become spaces, other controls are left out.
  package mutating func insert(_ pasted: String) {
    let line = pasted.split(whereSeparator: \.isNewline).joined(separator: " ")
    let plain = line.filter { character in
      !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    let room = plain.prefix(max(0, Self.longest - text.count))
    text.insert(contentsOf: room, at: index(cursor))
    cursor += room.count
  }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: offset)
  }

  private mutating func delete(from start: Int, to end: Int) {
    let end = min(end, text.count)
    guard start < end else { return }
    text.removeSubrange(index(start)..<index(end))
    cursor = start
  }

  private var wordStart: Int {
    let before = Array(text.prefix(cursor))
    let end = before.lastIndex { !$0.isWhitespace } ?? 0
    return before[..<end].lastIndex { $0.isWhitespace }.map { $0 + 1 } ?? 0
  }

  private var wordEnd: Int {
    let after = Array(text)
    let start = after[cursor...].firstIndex { !$0.isWhitespace } ?? after.count
    return after[start...].firstIndex { $0.isWhitespace } ?? after.count
  }

  private mutating func recall(_ step: Int) {
    if recalled == nil { draft = text }
    let target = (recalled ?? history.count) + step
    guard (0...history.count).contains(target) else { return }
    recalled = target == history.count ? nil : target
    text = recalled.map { history[$0] } ?? draft
    cursor = text.count
  }

  /// The text that fits beside the cursor, and the column where the cursor stands in it.
  func visible(columns: Int) -> (text: String, cursor: Int) {
    let before = TextWidth.columns(of: String(text.prefix(cursor)))
    guard before >= columns, columns > 1 else { return (text, min(before, max(0, columns - 1))) }
    var start = text.startIndex
    var shown = before
    while shown >= columns, start < index(cursor) {
      shown -= TextWidth.columns(of: String(text[start]))
      start = text.index(after: start)
    }
    return (String(text[start...]), shown)
  }
}
