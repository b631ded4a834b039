import CNCurses
import TerminalSurface

/// The numbers under which ncurses knows pairs of colours.
///
/// ncurses can hand them out itself, but not in the version that macOS has.
@MainActor
struct ColorPairs {
  private struct Pair: Hashable {
    let foreground: Int32
    let background: Int32
  }

  private let limit: Int32
  private var numbers: [Pair: Int32] = [:]

  init(limit: Int32) {
    self.limit = limit
  }

  /// Whether so many are taken that the next screen may not find room.
  var isNearlyFull: Bool { numbers.count > max(16, Int(limit) * 3 / 4) }

  mutating func removeAll() {
    numbers.removeAll(keepingCapacity: true)
  }

  /// The number of a pair; 0, the terminal's own colours, where there is no room left.
  mutating func number(foreground: Color, background: Color) -> Int32 {
    let pair = Pair(foreground: Self.value(foreground), background: Self.value(background))
    if pair == Pair(foreground: -1, background: -1) { return 0 }
    if let number = numbers[pair] { return number }
    let number = Int32(numbers.count) + 1
    guard number < limit, cncurses_set_pair(number, pair.foreground, pair.background) else {
      return 0
    }
    numbers[pair] = number
    return number
  }

  /// Colours below 256 are the palette's, so the darkest blues of 24 bits are made a little redder.
  private static func value(_ color: Color) -> Int32 {
    switch color {
    case .standard: -1
    case .ansi(let number), .indexed(let number): Int32(number)
    case .rgb(let value): Int32(value < 256 ? value | 0x01_0000 : value & 0xFF_FFFF)
    }
  }
}
