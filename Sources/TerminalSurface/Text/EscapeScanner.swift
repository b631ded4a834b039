/// Cuts a line into text and the control sequences between.
///
/// A sequence that is not finished ends with the line, so it can never swallow the next one.
struct EscapeScanner {
  enum Piece: Equatable {
    case text(String)
    case carriageReturn
    case tab
    /// SGR, with its parameters; nil stands for one that is not a number.
    case rendition([Parameter])
    case eraseLine(ErasedPart)
    /// A sequence that does nothing here, and that common programs send.
    case harmless
    /// Any other sequence.
    case other
  }

  enum ErasedPart: Int { case toEnd, toStart, all }

  /// A number of an SGR sequence, with the numbers that follow it after colons.
  struct Parameter: Equatable {
    var number: Int
    var details: [Int?] = []

    /// As it stood in the sequence.
    var text: String {
      ([number] + details).map { $0.map(String.init) ?? "" }.joined(separator: ":")
    }
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ line: String) {
    scalars = Array(line.unicodeScalars)
  }

  mutating func next() -> Piece? {
    guard index < scalars.count else { return nil }
    switch scalars[index] {
    case "\u{1B}":
      index += 1
      return sequence()
    case "\r":
      index += 1
      return .carriageReturn
    case "\t":
      index += 1
      return .tab
    default:
      return .text(text())
    }
  }

  private mutating func text() -> String {
    var text = String.UnicodeScalarView()
    while index < scalars.count, !["\u{1B}", "\r", "\t"].contains(scalars[index]) {
      text.append(scalars[index])
      index += 1
    }
    return String(text)
  }

  private mutating func sequence() -> Piece {
    guard index < scalars.count else { return .other }
    let introducer = scalars[index]
    switch introducer {
    case "[":
      index += 1
      return controlSequence()
    case "]", "P", "X", "^", "_":
      index += 1
      skipString(endsWithBell: introducer == "]")
      return .other
    case " "..."/":
      return escapeWithIntermediates()
    case "0"..."~":
      index += 1
      return .other
    default:
      // Not part of a sequence: the escape alone is left out, and what follows is looked at anew.
      return .other
    }
  }

  /// `ESC ( B` chooses plain ASCII, which is what `tput sgr0` sends with every reset.
  private mutating func escapeWithIntermediates() -> Piece {
    let start = index
    while index < scalars.count, (" "..."/").contains(scalars[index]) { index += 1 }
    guard index < scalars.count, ("0"..."~").contains(scalars[index]) else { return .other }
    index += 1
    return scalars[start..<index].elementsEqual(["(", "B"]) ? .harmless : .other
  }

  private mutating func controlSequence() -> Piece {
    let start = index
    while index < scalars.count, (" "..."?").contains(scalars[index]) { index += 1 }
    guard index < scalars.count, ("@"..."~").contains(scalars[index]) else { return .other }
    let final = scalars[index]
    var body = String.UnicodeScalarView()
    body.append(contentsOf: scalars[start..<index])
    index += 1
    switch final {
    case "m": return Self.parameters(String(body)).map(Piece.rendition) ?? .other
    case "K":
      let part = body.isEmpty ? 0 : Int(String(body)) ?? -1
      return ErasedPart(rawValue: part).map(Piece.eraseLine) ?? .other
    default: return .other
    }
  }

  private mutating func skipString(endsWithBell: Bool) {
    while index < scalars.count {
      if scalars[index] == "\u{9C}" || (endsWithBell && scalars[index] == "\u{7}") {
        index += 1
        return
      }
      if scalars[index] == "\u{1B}" {
        // Only `ESC \` ends a string; any other escape begins a sequence of its own.
        guard index + 1 < scalars.count, scalars[index + 1] == "\\" else { return }
        index += 2
        return
      }
      index += 1
    }
  }

  /// Nil where the body is not SGR, as in `ESC [ > 4 ; 2 m`, which sets a keyboard mode.
  private static func parameters(_ body: String) -> [Parameter]? {
    guard body.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) || $0 == ";" || $0 == ":" })
    else { return nil }
    return body.split(separator: ";", omittingEmptySubsequences: false).map { field in
      let numbers = field.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      return Parameter(
        number: numbers.first.flatMap { $0 } ?? 0, details: Array(numbers.dropFirst()))
    }
  }
}
