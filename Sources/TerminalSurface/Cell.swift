/// One character position of a screen.
///
/// A plain value of numbers: screens are made, copied and compared cell by cell at each key.
package struct Cell: Sendable, Equatable {
  /// What stands here, in UTF-8 from the lowest byte on.
  private var low: UInt64
  private var high: UInt64
  package var style: Style

  /// What stands here: one spacing character with its combining marks, at most sixteen bytes; empty
  /// in the right half of a wide character.
  package var text: String {
    get {
      var scalars = String.UnicodeScalarView()
      forEachScalar { scalars.append(UnicodeScalar($0) ?? "?") }
      return String(scalars)
    }
    set { (low, high) = Self.packed(newValue) }
  }

  package init(_ text: String, _ style: Style) {
    (low, high) = Self.packed(text)
    self.style = style
  }

  /// One spacing character.
  init(_ scalar: Unicode.Scalar, _ style: Style) {
    var (bytes, shift): (UInt64, UInt64) = (0, 0)
    for byte in scalar.utf8 {
      bytes |= UInt64(byte) << shift
      shift += 8
    }
    (low, high) = (bytes, 0)
    self.style = style
  }

  /// A printable ASCII character.
  init(ascii: UInt8, _ style: Style) {
    (low, high) = (UInt64(ascii), 0)
    self.style = style
  }

  package static let blank = Cell(" ", .plain)

  /// Whether this is the right half of a wide character.
  package var isRightHalf: Bool { low == 0 }
  /// Whether nothing but the ground shows here.
  package var isSpace: Bool { low == 0x20 && high == 0 }

  /// Calls with each scalar's number, the spacing one first.
  package func forEachScalar(_ body: (UInt32) -> Void) {
    if low < 0x80, high == 0 {
      if low != 0 { body(UInt32(low)) }
      return
    }
    var index = 0
    while index < 16, byte(index) != 0 {
      let first = byte(index)
      let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      var value = UInt32(first) & (count == 1 ? 0x7F : 0xFF >> (UInt32(count) + 1))
      for next in index + 1..<index + count { value = value << 6 | UInt32(byte(next)) & 0x3F }
      body(value)
      index += count
    }
  }

  private func byte(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: (index < 8 ? low : high) >> (8 * UInt64(index % 8)))
  }

  /// What has no room is no character of any script, and shows as a question mark.
  private static func packed(_ text: String) -> (UInt64, UInt64) {
    guard text.utf8.count <= 16 else { return (0x3F, 0) }
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in text.utf8.enumerated() {
      guard byte != 0 else { return (0x3F, 0) }
      let shifted = UInt64(byte) << (8 * UInt64(index % 8))
      if index < 8 { words.0 |= shifted } else { words.1 |= shifted }
    }
    return words
  }
}
