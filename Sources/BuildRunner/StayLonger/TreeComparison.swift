import Yams

/// Holds two trees against each other, of which one may have one entry more.
struct TreeComparison {
  private final class Budget { var left = ReadingNotes.limit }
  private let budget = Budget()

  /// Whether the new tree is the old one with one entry more, after the one at a path.
  func isSame(_ old: Node, _ new: Node, adding entry: Node, after path: StepPath) -> Bool {
    isSame(old, new, path.way[...], entry, path.entry)
  }

  private func isSame(
    _ old: Node, _ new: Node, _ way: ArraySlice<Int>, _ entry: Node, _ place: Int
  ) -> Bool {
    guard let next = way.first else {
      guard case .sequence(let before) = old, case .sequence(let after) = new,
        after.count == before.count + 1, isSame(after[place + 1], entry)
      else { return false }
      var rest = Array(after)
      rest.remove(at: place + 1)
      return zip(before, rest).allSatisfy { isSame($0, $1) }
    }
    let (before, after) = (Self.children(old), Self.children(new))
    guard before.count == after.count, keysAreSame(old, new) else { return false }
    return before.indices.allSatisfy { number in
      number == next
        ? isSame(before[number], after[number], way.dropFirst(), entry, place)
        : isSame(before[number], after[number])
    }
  }

  private func isSame(_ old: Node, _ new: Node) -> Bool {
    budget.left -= 1
    guard budget.left > 0 else { return false }
    switch (old, new) {
    case (.scalar(let before), .scalar(let after)):
      return before.string == after.string && old.tag == new.tag
    case (.alias(let before), .alias(let after)): return before.anchor == after.anchor
    case (.sequence, .sequence), (.mapping, .mapping):
      let (before, after) = (Self.children(old), Self.children(new))
      return before.count == after.count && keysAreSame(old, new)
        && zip(before, after).allSatisfy { isSame($0, $1) }
    default: return false
    }
  }

  private static func children(_ node: Node) -> [Node] {
    switch node {
    case .scalar, .alias: []
    case .sequence(let sequence): Array(sequence)
    case .mapping(let mapping): mapping.map(\.value)
    }
  }

  private func keysAreSame(_ old: Node, _ new: Node) -> Bool {
    switch (old, new) {
    case (.mapping(let before), .mapping(let after)):
      zip(before, after).allSatisfy { isSame($0.key, $1.key) }
    case (.sequence, .sequence): true
    default: false
    }
  }
}
