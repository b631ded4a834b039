/// Everything a view wants of the terminal at one moment.
package struct Frame: Sendable, Equatable {
  package var surface: Surface
  /// Where the cursor stands; nil hides it.
  package var cursor: Point?
  /// The terminal's title.
  package var title: String

  package init(surface: Surface, cursor: Point? = nil, title: String = "airlock") {
    self.surface = surface
    self.cursor = cursor
    self.title = title
  }
}
