import TerminalSurface

/// Breaks text into lines of a width.
package enum Wrap {
  /// Breaks between words; a word that is too long is broken where the line ends.
  package static func words(_ text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    if isLine(text) {
      return text.utf8.count <= columns ? [text] : lines(of: Array(text.utf8), columns: columns)
    }
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let joined = line.isEmpty ? String(word) : "\(line) \(word)"
      if TextWidth.columns(of: joined) <= columns {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      var pieces = cells(String(word), columns: columns)
      line = pieces.popLast() ?? ""
      lines += pieces
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Whether a text is words of ASCII with one space between them.
  private static func isLine(_ text: String) -> Bool {
    var former = UInt8(ascii: " ")
    for byte in text.utf8 {
      guard (0x20..<0x7F).contains(byte), byte != 0x20 || former != 0x20 else { return false }
      former = byte
    }
    return former != 0x20
  }

  /// The same for such a text, by its bytes.
  private static func lines(of text: [UInt8], columns: Int) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < text.count {
      var end = min(text.count, start + columns)
      if end < text.count, text[end] != 0x20,
        let blank = text[start..<end].lastIndex(of: 0x20)
      {
        end = blank
      }
      lines.append(String(decoding: text[start..<end], as: UTF8.self))
      start = end < text.count && text[end] == 0x20 ? end + 1 : end
    }
    return lines
  }

  /// Breaks exactly at the width, so that putting the lines together gives the text again.
  package static func cells(_ text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for glyph in Glyphs(text) {
      if used + glyph.columns > columns {
        lines.append(line)
        line = ""
        used = 0
      }
      line += glyph.text
      used += glyph.columns
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
