/// How a terminal would draw the next character, as far as SGR sequences have changed it.
struct Rendition: Sendable, Equatable {
  private var foreground: Color?
  private var background: Color?
  private var attributes: Style.Attributes = []

  /// The changes laid over a style.
  func style(over base: Style) -> Style {
    Style(
      foreground: foreground ?? base.foreground, background: background ?? base.background,
      attributes: base.attributes.union(attributes))
  }

  mutating func apply(_ parameters: [EscapeScanner.Parameter]) {
    var rest = parameters[...]
    while let parameter = rest.popFirst() {
      switch parameter.number {
      case 0: self = Rendition()
      case 1: attributes.insert(.bold)
      case 2: attributes.insert(.dim)
      case 3: attributes.insert(.italic)
      case 4: setUnderline(parameter.details.first != 0)
      case 7: attributes.insert(.reverse)
      case 21: attributes.insert(.underline)
      case 22: attributes.subtract([.bold, .dim])
      case 23: attributes.remove(.italic)
      case 24: attributes.remove(.underline)
      case 27: attributes.remove(.reverse)
      case 38: foreground = Self.color(parameter, &rest) ?? foreground
      case 39: foreground = nil
      case 48: background = Self.color(parameter, &rest) ?? background
      case 49: background = nil
      case 30...37: foreground = .ansi(UInt8(parameter.number - 30))
      case 40...47: background = .ansi(UInt8(parameter.number - 40))
      case 90...97: foreground = .ansi(UInt8(parameter.number - 82))
      case 100...107: background = .ansi(UInt8(parameter.number - 92))
      default: break  // blinking, hidden text, fonts: a log gains nothing by them
      }
    }
  }

  private mutating func setUnderline(_ isOn: Bool) {
    if isOn { attributes.insert(.underline) } else { attributes.remove(.underline) }
  }

  /// Reads `38;5;n`, `38;2;r;g;b`, and both with colons.
  private static func color(
    _ parameter: EscapeScanner.Parameter, _ rest: inout ArraySlice<EscapeScanner.Parameter>
  ) -> Color? {
    if let kind = parameter.details.first {
      let numbers = parameter.details.dropFirst()
      return kind == 5
        ? numbers.first.flatMap { indexed($0) } : kind == 2 ? rgb(numbers.suffix(3)) : nil
    }
    switch rest.popFirst()?.number {
    case 5: return indexed(rest.popFirst()?.number)
    case 2:
      let numbers = rest.prefix(3).map { Optional($0.number) }
      rest = rest.dropFirst(3)
      return rgb(numbers[...])
    default: return nil
    }
  }

  private static func indexed(_ number: Int?) -> Color? {
    guard let number, let index = UInt8(exactly: number) else { return nil }
    return index < 16 ? .ansi(index) : .indexed(index)
  }

  private static func rgb(_ numbers: ArraySlice<Int?>) -> Color? {
    let parts = numbers.compactMap { $0 }.compactMap { UInt8(exactly: $0) }
    guard parts.count == 3 else { return nil }
    return .rgb(UInt32(parts[0]) << 16 | UInt32(parts[1]) << 8 | UInt32(parts[2]))
  }
}
