/// Everything a view wants of the terminal at one moment.
package struct Frame: Sendable, Equatable {
  package var surface: Surface
  /// Where the cursor stands; nil hides it.
  package var cursor: Point?
  /// The terminal's title; nil leaves the one that is there.
  package var title: String?
  /// The parts that are drawn, while elsewhere what the terminal shows stays; nil for all of it.
  package var drawn: [Rect]?

  package init(
    surface: Surface, cursor: Point? = nil, title: String? = "airlock", drawn: [Rect]? = nil
  ) {
    self.surface = surface
    self.cursor = cursor
    self.title = title
    self.drawn = drawn
  }
}
