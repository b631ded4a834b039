/// Everything a view wants of the terminal at one moment.
package struct Frame: Sendable, Equatable {
  package var surface: Surface
  /// Where the cursor stands; nil hides it.
  package var cursor: Point?
  /// The terminal's title; nil leaves the one that is there.
  package var title: String?
  /// A part that is not drawn: what the terminal shows there stays.
  package var kept: Rect?

  package init(
    surface: Surface, cursor: Point? = nil, title: String? = "airlock", kept: Rect? = nil
  ) {
    self.surface = surface
    self.cursor = cursor
    self.title = title
    self.kept = kept
  }
}
