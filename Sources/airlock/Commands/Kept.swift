import ArgumentParser
import Foundation

/// How long something is kept: `90d`, or `unlimited`.
struct KeptTime: ExpressibleByArgument {
  /// Nil: for ever.
  let seconds: TimeInterval?

  init(seconds: TimeInterval?) { self.seconds = seconds }

  init?(argument: String) {
    let seconds = TimeSpan.seconds(argument)
    guard argument == "unlimited" || seconds.map({ $0 >= 0 }) == true else { return nil }
    self.init(seconds: seconds)
  }

  var defaultValueDescription: String {
    seconds.map { "\(Int($0 / 86400))d" } ?? "unlimited"
  }
}

/// How many bytes are kept: `20G`, or `unlimited`.
struct KeptBytes: ExpressibleByArgument {
  /// Nil: whatever there is.
  let bytes: Int?

  init(bytes: Int?) { self.bytes = bytes }

  init?(argument: String) {
    let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
    let unit = argument.last.flatMap { units[$0] }
    let number = Double(unit == nil ? argument[...] : argument.dropLast())
    let bytes = number.map { $0 * (unit ?? 1) }
    guard argument == "unlimited" || bytes.map((0...1e18).contains) == true else { return nil }
    self.init(bytes: bytes.map(Int.init))
  }

  var defaultValueDescription: String { bytes.map { "\($0 >> 30)G" } ?? "unlimited" }
}
