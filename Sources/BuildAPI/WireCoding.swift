package import Foundation

/// JSON as the contract has it: snake_case keys are spelt out in the types, times are RFC 3339.
package enum WireCoding {
  package static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(WireTime.text(date))
    }
    return encoder
  }

  package static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let date = WireTime.date(text) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(text) is no RFC 3339 time")
      }
      return date
    }
    return decoder
  }
}

/// Times on the wire.
package enum WireTime {
  private static let seconds = Date.ISO8601FormatStyle()
  private static let fractions = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// Whole seconds without a fraction, as Bitrise writes them; else with milliseconds.
  package static func text(_ date: Date) -> String {
    let time = date.timeIntervalSince1970
    return (time == time.rounded() ? seconds : fractions).format(date)
  }

  package static func date(_ text: String) -> Date? {
    if let date = try? seconds.parse(text) { return date }
    return lenient(text)
  }

  /// Any number of digits after the point, and an offset in place of `Z`.
  private static func lenient(_ text: String) -> Date? {
    guard let base = try? seconds.parse(text.prefix(19) + "Z") else { return nil }
    var rest = text.dropFirst(19)
    var fraction = 0.0
    if rest.hasPrefix(".") {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let value = Double("0." + digits) else { return nil }
      fraction = value
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = offset(rest) else { return nil }
    return base.addingTimeInterval(fraction - Double(offset))
  }

  /// In seconds; nil for what is no offset.
  private static func offset(_ text: Substring) -> Int? {
    if text == "Z" || text == "z" { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard let sign = text.first, "+-".contains(sign), digits.count == 4,
      let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2))
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}

extension Date {
  /// Nil for the first second of the year 1, which stands for "not yet" in what Go programs send.
  package var unlessUnset: Date? { timeIntervalSince1970 < -60_000_000_000 ? nil : self }
}

extension Date {
  /// The time without its fraction, for fields that Bitrise gives in whole seconds.
  package var wholeSeconds: Date {
    Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
  }
}
