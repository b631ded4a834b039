/// A way to move along a list or a text.
package enum Motion: Sendable, Equatable {
  case down, up, halfPageDown, halfPageUp, pageDown, pageUp, first, last

  package init?(_ command: Command) {
    switch command {
    case .down: self = .down
    case .up: self = .up
    case .halfPageDown: self = .halfPageDown
    case .halfPageUp: self = .halfPageUp
    case .pageDown: self = .pageDown
    case .pageUp: self = .pageUp
    case .first: self = .first
    case .last: self = .last
    default: return nil
    }
  }

  /// Where it leads from an index among some; stays within them.
  package func moved(from index: Int, in indices: Range<Int>, page: Int) -> Int {
    guard let last = indices.last else { return indices.lowerBound }
    let target =
      switch self {
      case .down: index + 1
      case .up: index - 1
      case .halfPageDown: index + max(1, page / 2)
      case .halfPageUp: index - max(1, page / 2)
      case .pageDown: index + max(1, page - 1)
      case .pageUp: index - max(1, page - 1)
      case .first: indices.lowerBound
      case .last: last
      }
    return min(last, max(indices.lowerBound, target))
  }
}
