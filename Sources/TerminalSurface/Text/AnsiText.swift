/// Turns the lines of a build log into styled runs that are safe to show.
///
/// Colours and other SGR styles survive and carry over to the next line, as in a terminal; so do
/// carriage returns and "erase line", which progress bars use. Every other escape sequence is left
/// out, with ``mark`` in its place.
package struct AnsiText: Sendable {
  /// Stands where a sequence was left out.
  package static let mark = "␛"
  /// A line longer than this is cut: a progress bar may send megabytes without a line end.
  static let mostColumns = 20_000

  private let base: Style
  private var rendition = Rendition()

  package init(base: Style) {
    self.base = base
  }

  /// One line taken alone.
  package static func parse(_ line: String, base: Style) -> [StyledRun] {
    var text = AnsiText(base: base)
    return text.parse(line)
  }

  /// The next line of the log, without its line end.
  package mutating func parse(_ line: String) -> [StyledRun] {
    let style = rendition.style(over: base)
    if line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      return line.isEmpty ? [] : [StyledRun(String(line.prefix(Self.mostColumns)), style)]
    }
    var canvas = LineCanvas(limit: Self.mostColumns)
    var scanner = EscapeScanner(line)
    while let piece = scanner.next() {
      draw(piece, on: &canvas)
    }
    return canvas.runs
  }

  /// A line that can go to another program: nothing in it speaks to a terminal but, where they are
  /// kept, its colours.
  package static func harmless(_ line: String, keepsColours: Bool) -> String {
    var scanner = EscapeScanner(line)
    var text = ""
    // What is written over, as by a progress bar, is not worth keeping.
    var isReturned = false
    while let piece = scanner.next() {
      switch piece {
      case .text(let part):
        text = (isReturned ? "" : text) + Sanitizer.visible(part)
        isReturned = false
      case .carriageReturn: isReturned = true
      case .tab: text += "\t"
      case .rendition(let parameters) where keepsColours:
        text += "\u{1B}[\(parameters.map(\.text).joined(separator: ";"))m"
      case .other: text += mark
      case .rendition, .eraseLine, .harmless: break
      }
    }
    return text
  }

  private mutating func draw(_ piece: EscapeScanner.Piece, on canvas: inout LineCanvas) {
    let style = rendition.style(over: base)
    switch piece {
    case .text(let text): canvas.write(text, style: style)
    case .carriageReturn: canvas.column = 0
    case .tab: canvas.tab(style: style)
    case .rendition(let parameters): rendition.apply(parameters)
    case .eraseLine(let part): canvas.erase(part, style: base)
    case .harmless: break
    case .other:
      var dim = base
      dim.attributes.insert(.dim)
      canvas.write(Self.mark, style: dim)
    }
  }
}
