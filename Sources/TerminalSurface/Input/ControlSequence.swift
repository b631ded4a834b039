/// A control sequence from the terminal: a key, the mouse, the focus, or the beginning of a paste.
struct ControlSequence {
  /// What stood between `ESC [` and the last byte.
  let body: [UInt8]
  let final: UInt8

  var beginsPaste: Bool { final == UInt8(ascii: "~") && body.elementsEqual("200".utf8) }

  /// What it means; nil for what nobody has told us about.
  var input: Input? {
    if body.first == UInt8(ascii: "<") { return mouse.map(Input.mouse) }
    if let background = Background(report: body, final: final) { return .background(background) }
    switch (final, body.isEmpty) {
    case (UInt8(ascii: "I"), true): return .focus(true)
    case (UInt8(ascii: "O"), true): return .focus(false)
    default: return key.map(Input.key)
    }
  }

  /// The key of `ESC O` and one byte.
  static func singleShift(_ byte: UInt8) -> Key? {
    if let name = cursorKey(byte) { return Key(name) }
    return byte == UInt8(ascii: "M") ? Key(.enter) : nil  // the number pad's
  }

  private var key: Key? {
    guard body.allSatisfy({ (0x30...0x3B).contains($0) }) else { return nil }
    let numbers = Self.numbers(body[...])
    let modifiers = Self.modifiers(numbers.count > 1 ? numbers[1] : nil)
    switch final {
    case UInt8(ascii: "Z"): return Key(.backTab)
    case UInt8(ascii: "~"):
      guard let code = numbers.first.flatMap({ $0 }) else { return nil }
      if code == 27, numbers.count == 3 { return Self.key(scalar: numbers[2], modifiers) }
      return Self.editingKey(code).map { Key($0, modifiers) }
    case UInt8(ascii: "u"): return Self.key(scalar: numbers.first.flatMap { $0 }, modifiers)
    default: return Self.cursorKey(final).map { Key($0, modifiers) }
    }
  }

  private static func cursorKey(_ byte: UInt8) -> Key.Name? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte - UInt8(ascii: "P")) + 1)
    default: nil
    }
  }

  private static func editingKey(_ code: Int) -> Key.Name? {
    switch code {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(code - 10)
    case 17...21: .function(code - 11)
    case 23...26: .function(code - 12)
    case 28, 29: .function(code - 13)
    case 31...34: .function(code - 14)
    default: nil
    }
  }

  /// A key given by its character's number, as terminals do for those that no older form can tell.
  private static func key(scalar number: Int?, _ modifiers: Key.Modifiers) -> Key? {
    switch number {
    case 9: return Key(modifiers.contains(.shift) ? .backTab : .tab, modifiers.subtracting(.shift))
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 8, 127: return Key(.backspace, modifiers)
    default:
      guard let number, let value = UInt32(exactly: number), let scalar = Unicode.Scalar(value),
        scalar.properties.generalCategory != .control
      else { return nil }
      return Key(.character(Character(scalar)), modifiers)
    }
  }

  /// Only the left button and the wheel; the others belong to the terminal's own menus.
  private var mouse: Mouse? {
    let numbers = Self.numbers(body.dropFirst())
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1],
      let row = numbers[2], (1...10_000).contains(column), (1...10_000).contains(row)
    else { return nil }
    var modifiers: Key.Modifiers = []
    if button & 4 != 0 { modifiers.insert(.shift) }
    if button & 8 != 0 { modifiers.insert(.alt) }
    if button & 16 != 0 { modifiers.insert(.control) }
    let act: Mouse.Act
    switch (button & ~(4 | 8 | 16), final) {
    case (0, UInt8(ascii: "M")): act = .press
    case (0, UInt8(ascii: "m")): act = .release
    case (32, UInt8(ascii: "M")): act = .drag
    case (64, UInt8(ascii: "M")): act = .wheelUp
    case (65, UInt8(ascii: "M")): act = .wheelDown
    default: return nil
    }
    return Mouse(act, at: Point(column: column - 1, row: row - 1), modifiers: modifiers)
  }

  /// Terminals count modifiers from one: shift, alt and control are the bits of the rest.
  private static func modifiers(_ number: Int?) -> Key.Modifiers {
    guard let number, number > 1 else { return [] }
    return Key.Modifiers(rawValue: UInt8((number - 1) & 7))
  }

  /// Nil for a field that is empty or too large for a number.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int?] {
    bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) }
  }
}
