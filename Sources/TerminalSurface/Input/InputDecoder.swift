/// Turns the bytes that a terminal sends into what the user did.
///
/// Bytes may come cut anywhere. A lone escape byte is either the Escape key or the beginning of a
/// sequence; only time tells, so the caller asks ``isPending`` and after a short silence calls
/// ``flush()``. Bytes that mean nothing are dropped.
package struct InputDecoder: Sendable {
  private enum State {
    case ground
    case escape
    /// `ESC [` and what has come since.
    case control([UInt8])
    /// A control sequence too long to be one; skipped up to its end.
    case skipping
    /// `ESC ]` and what has come since: an answer to a question of ours, up to BEL or `ESC \`.
    case answer([UInt8], escaped: Bool)
    /// `ESC O`.
    case singleShift
    /// `ESC [ [`, the function keys of the Linux console.
    case consoleFunction
    case character([UInt8], missing: Int, alt: Bool)
    case paste
  }

  /// No terminal sends a longer sequence for a key.
  private static let longestControl = 64
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private let pasteLimit: Int
  private var state = State.ground
  private var pasted: [UInt8] = []
  /// How many bytes of the end mark have come, while pasting.
  private var matched = 0

  /// Text pasted beyond the limit, in bytes, is dropped.
  package init(pasteLimit: Int = 1 << 20) {
    self.pasteLimit = pasteLimit
  }

  /// Whether a key may be half read.
  package var isPending: Bool {
    switch state {
    case .ground, .paste: false
    case .escape, .control, .skipping, .answer, .singleShift, .consoleFunction, .character: true
    }
  }

  /// Whether the end of a paste has not come yet.
  package var isPasting: Bool {
    if case .paste = state { true } else { false }
  }

  /// Takes in what the terminal has sent.
  ///
  /// Of one type on purpose: a generic function is not made for it in another module, and each key
  /// waits for this.
  package mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Input] {
    var inputs: [Input] = []
    for byte in bytes { take(byte, &inputs) }
    return inputs
  }

  /// Decides what the bytes so far mean, as nothing follows them.
  package mutating func flush() -> [Input] {
    defer { state = .ground }
    switch state {
    case .ground, .skipping, .consoleFunction, .character: return []
    case .escape: return [.key(Key(.escape))]
    case .answer(let body, let isEscaped):
      return body.isEmpty && !isEscaped ? [.key(Key(.character("]"), .alt))] : []
    case .control(let body): return body.isEmpty ? [.key(Key(.character("["), .alt))] : []
    case .singleShift: return [.key(Key(.character("O"), .alt))]
    case .paste: return [endPaste()]
    }
  }

  private mutating func take(_ byte: UInt8, _ inputs: inout [Input]) {
    switch state {
    case .ground: begin(byte, alt: false, &inputs)
    case .escape: afterEscape(byte, &inputs)
    case .control(let body): inControl(byte, body, &inputs)
    case .skipping: skip(byte, &inputs)
    case .answer(let body, let isEscaped): inAnswer(byte, body, isEscaped, &inputs)
    case .singleShift:
      state = .ground
      if let key = ControlSequence.singleShift(byte) {
        inputs.append(.key(key))
      } else {
        inputs.append(.key(Key(.character("O"), .alt)))
        take(byte, &inputs)
      }
    case .consoleFunction:
      state = .ground
      if (0x41...0x45).contains(byte) { inputs.append(.key(Key(.function(Int(byte) - 0x40)))) }
    case .character(let bytes, let missing, let alt):
      inCharacter(byte, bytes, missing: missing, alt: alt, &inputs)
    case .paste: inPaste(byte, &inputs)
    }
  }

  private mutating func begin(_ byte: UInt8, alt: Bool, _ inputs: inout [Input]) {
    let modifiers: Key.Modifiers = alt ? .alt : []
    switch byte {
    case 0x1B: state = .escape
    case 0x20..<0x7F:
      inputs.append(.key(Key(.character(Character(UnicodeScalar(byte))), modifiers)))
    case 0..<0x20, 0x7F: inputs.append(.key(Self.controlKey(byte, modifiers)))
    case 0xC2...0xDF: state = .character([byte], missing: 1, alt: alt)
    case 0xE0...0xEF: state = .character([byte], missing: 2, alt: alt)
    case 0xF0...0xF4: state = .character([byte], missing: 3, alt: alt)
    default: break  // never the beginning of a character
    }
  }

  private static func controlKey(_ byte: UInt8, _ modifiers: Key.Modifiers) -> Key {
    switch byte {
    case 0x09: Key(.tab, modifiers)
    case 0x0D: Key(.enter, modifiers)
    case 0x08, 0x7F: Key(.backspace, modifiers)
    case 0x00: Key(.character(" "), modifiers.union(.control))
    case 0x01...0x1A:
      Key(.character(Character(UnicodeScalar(byte + 0x60))), modifiers.union(.control))
    default: Key(.character(Character(UnicodeScalar(byte + 0x40))), modifiers.union(.control))
    }
  }

  private mutating func afterEscape(_ byte: UInt8, _ inputs: inout [Input]) {
    switch byte {
    case UInt8(ascii: "["): state = .control([])
    case UInt8(ascii: "]"): state = .answer([], escaped: false)
    case UInt8(ascii: "O"): state = .singleShift
    case 0x1B: inputs.append(.key(Key(.escape)))  // the second may begin a sequence
    default:
      state = .ground
      begin(byte, alt: true, &inputs)
    }
  }

  private mutating func inControl(_ byte: UInt8, _ body: [UInt8], _ inputs: inout [Input]) {
    switch byte {
    case UInt8(ascii: "[") where body.isEmpty: state = .consoleFunction
    case 0x20..<0x40:
      state = body.count < Self.longestControl ? .control(body + [byte]) : .skipping
    case 0x40..<0x7F:
      state = .ground
      finish(ControlSequence(body: body, final: byte), &inputs)
    default:
      state = .ground
      take(byte, &inputs)
    }
  }

  private mutating func finish(_ sequence: ControlSequence, _ inputs: inout [Input]) {
    if sequence.beginsPaste {
      state = .paste
      pasted = []
      matched = 0
    } else if let input = sequence.input {
      inputs.append(input)
    }
  }

  private mutating func inAnswer(
    _ byte: UInt8, _ body: [UInt8], _ isEscaped: Bool, _ inputs: inout [Input]
  ) {
    switch byte {
    case 0x07,
      UInt8(ascii: "\\") where byte == 0x07 || isEscaped:
      state = .ground
      if let background = Background(answer: body) { inputs.append(.background(background)) }
    case 0x1B where !isEscaped: state = .answer(body, escaped: true)
    case 0x20..<0x7F where !isEscaped && body.count < Self.longestControl:
      state = .answer(body + [byte], escaped: false)
    default:
      // No answer after all; the byte may be a key.
      state = isEscaped ? .escape : .ground
      take(byte, &inputs)
    }
  }

  private mutating func skip(_ byte: UInt8, _ inputs: inout [Input]) {
    switch byte {
    case 0x20..<0x40: break
    case 0x40..<0x7F: state = .ground
    default:
      state = .ground
      take(byte, &inputs)
    }
  }

  private mutating func inCharacter(
    _ byte: UInt8, _ bytes: [UInt8], missing: Int, alt: Bool, _ inputs: inout [Input]
  ) {
    guard (0x80..<0xC0).contains(byte) else {
      state = .ground
      take(byte, &inputs)
      return
    }
    guard missing == 1 else {
      state = .character(bytes + [byte], missing: missing - 1, alt: alt)
      return
    }
    state = .ground
    guard let text = String(validating: bytes + [byte], as: UTF8.self),
      let character = text.first, text.unicodeScalars.first?.properties.generalCategory != .control
    else { return }
    inputs.append(.key(Key(.character(character), alt ? .alt : [])))
  }

  private mutating func inPaste(_ byte: UInt8, _ inputs: inout [Input]) {
    if byte == Self.pasteEnd[matched] {
      matched += 1
      guard matched == Self.pasteEnd.count else { return }
      state = .ground
      inputs.append(endPaste())
      return
    }
    keep(Self.pasteEnd[..<matched])
    matched = byte == Self.pasteEnd[0] ? 1 : 0
    if matched == 0 { keep([byte]) }
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    pasted += bytes.prefix(max(0, pasteLimit - pasted.count))
  }

  private mutating func endPaste() -> Input {
    let text = String(decoding: pasted, as: UTF8.self)
    pasted = []
    matched = 0
    return .paste(text)
  }
}
