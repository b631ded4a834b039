/// Text measured in terminal columns, as a surface shows it.
package enum TextWidth {
  /// How many columns a text takes when it is written on a surface.
  package static func columns(of text: String) -> Int {
    if let count = columnsIfPrintableASCII(text) ?? columnsIfPlain(text) { return count }
    return Glyphs(text).reduce(0) { $0 + $1.columns }
  }

  /// Shortens a text to a number of columns, with an ellipsis where something was cut off.
  package static func truncated(
    _ text: String, to columns: Int, ellipsis: String = "…"
  ) -> String {
    guard columns > 0 else { return "" }
    let simple = columnsIfPrintableASCII(text)
    if let simple = simple ?? columnsIfPlain(text), simple <= columns { return text }
    let room = columns - self.columns(of: ellipsis)
    if simple != nil, room >= 0 {
      return String(decoding: text.utf8.prefix(room), as: UTF8.self) + ellipsis
    }
    var shown = ""
    var used = 0
    var kept = ""
    for glyph in Glyphs(text) {
      used += glyph.columns
      if used <= room { kept += glyph.text }
      guard used <= columns else {
        return room < 0 ? prefix(of: ellipsis, columns: columns) : kept + ellipsis
      }
      shown += glyph.text
    }
    return shown
  }

  /// Fills a text up with spaces to a number of columns, or truncates it.
  package static func padded(_ text: String, to columns: Int, ellipsis: String = "…") -> String {
    let shown = truncated(text, to: columns, ellipsis: ellipsis)
    return shown + String(repeating: " ", count: max(0, columns - self.columns(of: shown)))
  }

  private static func prefix(of text: String, columns: Int) -> String {
    var shown = ""
    var used = 0
    for glyph in Glyphs(text) {
      used += glyph.columns
      guard used <= columns else { break }
      shown += glyph.text
    }
    return shown
  }

  /// Nearly every text is this simple, and then its bytes are its columns.
  static func columnsIfPrintableASCII(_ text: String) -> Int? {
    let simple = text.utf8.withContiguousStorageIfAvailable { bytes in
      simpleCount(bytes) == bytes.count ? bytes.count : nil
    }
    if let simple { return simple }
    return text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? text.utf8.count : nil
  }

  /// What frames, marks and words of Latin are made of: a column for each scalar, whatever stands
  /// beside it.
  static func columnsIfPlain(_ text: String) -> Int? {
    var count = 0
    for scalar in text.unicodeScalars {
      guard (0x20..<0x7F).contains(scalar.value) || Glyphs.isPlain(scalar) else { return nil }
      count += 1
    }
    return count
  }

  /// How many bytes at the beginning are a glyph of one column each, whatever follows them.
  static func simpleCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    while count < bytes.count, (0x20..<0x7F).contains(bytes[count]) { count += 1 }
    // What is not ASCII may be a mark on the character before it.
    return count < bytes.count && count > 0 && bytes[count] >= 0x80 ? count - 1 : count
  }
}
