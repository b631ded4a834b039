/// A pattern as a tree.
indirect enum PatternNode: Equatable {
  case empty
  /// One scalar of a set.
  case scalars(ScalarSet)
  case assertion(Assertion)
  case sequence([PatternNode])
  /// The first that matches counts.
  case choice([PatternNode])
  /// `most` nil is without limit.
  case repeated(PatternNode, least: Int, most: Int?, isGreedy: Bool)

  /// A condition on a place, which takes no text.
  enum Assertion: Equatable { case lineStart, lineEnd, wordEdge, notWordEdge }
}
