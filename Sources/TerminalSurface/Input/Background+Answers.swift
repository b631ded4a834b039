extension Background {
  /// Reads the answer to `OSC 11 ; ?`, without the bytes around it: `11;rgb:1e1e/1e1e/2e2e`.
  ///
  /// Nil for anything else, and for what is too unclear to choose by.
  init?(answer: [UInt8]) {
    let text = String(decoding: answer, as: UTF8.self)
    guard text.hasPrefix("11;") else { return nil }
    let parts = text.dropFirst(3).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "rgb" || parts[0] == "rgba" else { return nil }
    let shares = parts[1].split(separator: "/", omittingEmptySubsequences: false).map(Self.share)
    guard shares.count >= 3, let red = shares[0], let green = shares[1], let blue = shares[2] else {
      return nil
    }
    self = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 ? .dark : .light
  }

  /// Reads what a terminal with mode 2031 says of its colours: `CSI ? 997 ; 1 n` where they are
  /// dark, 2 where they are light.
  init?(report body: [UInt8], final: UInt8) {
    guard final == UInt8(ascii: "n") else { return nil }
    switch String(decoding: body, as: UTF8.self) {
    case "?997;1": self = .dark
    case "?997;2": self = .light
    default: return nil
    }
  }

  /// What the variable `COLORFGBG` tells, such as `15;0`: the last number is the ground's.
  package init?(colorFGBG text: String) {
    guard let number = text.split(separator: ";").last.flatMap({ Int($0) }) else { return nil }
    switch number {
    case 0...6, 8: self = .dark
    case 7, 9...15: self = .light
    default: return nil
    }
  }

  /// A part of a colour in one to four hexadecimal digits, from 0 to 1.
  private static func share(_ digits: Substring) -> Double? {
    guard (1...4).contains(digits.count), let value = Int(digits, radix: 16) else { return nil }
    return Double(value) / Double((1 << (4 * digits.count)) - 1)
  }
}
