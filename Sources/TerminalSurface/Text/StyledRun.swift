/// A piece of a line that looks the same throughout.
package struct StyledRun: Sendable, Equatable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

extension [StyledRun] {
  /// How many columns the runs take when they are written one after the other.
  package var columns: Int { reduce(0) { $0 + TextWidth.columns(of: $1.text) } }

  /// The text alone.
  package var plainText: String { reduce(into: "") { $0 += $1.text } }
}
