/// A clock in figures that can be read from across a desk.
package enum LargeFigures {
  package static let rows = 5

  /// The rows of a figure such as `9:59`; each point of a letter is so many columns wide.
  package static func lines(_ figure: String, scale: Int, glyph: String) -> [String] {
    (0..<rows).map { row in
      figure.compactMap { letters[$0]?[row] }.map { line in
        line.map { String(repeating: $0 == "#" ? glyph : " ", count: scale) }.joined()
      }.joined(separator: String(repeating: " ", count: scale))
    }
  }

  /// How many columns a figure takes.
  package static func columns(_ figure: String, scale: Int) -> Int {
    let widths = figure.compactMap { letters[$0]?[0].count }
    return (widths.reduce(0, +) + max(0, widths.count - 1)) * scale
  }

  private static let letters: [Character: [String]] = [
    "0": ["###", "# #", "# #", "# #", "###"], "1": [" # ", "## ", " # ", " # ", "###"],
    "2": ["###", "  #", "###", "#  ", "###"], "3": ["###", "  #", "###", "  #", "###"],
    "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "###", "  #", "###"],
    "6": ["###", "#  ", "###", "# #", "###"], "7": ["###", "  #", "  #", "  #", "  #"],
    "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "###"],
    ":": [" ", "#", " ", "#", " "], "~": ["   ", " ##", "## ", "   ", "   "],
  ]
}
