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
    if let date = try? fractions.parse(text) { return date }
    return nil
  }
}

extension Date {
  /// The time without its fraction, for fields that Bitrise gives in whole seconds.
  package var wholeSeconds: Date {
    Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
  }
}
