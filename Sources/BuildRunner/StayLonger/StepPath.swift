import Yams

/// Where in a tree an entry of a list of steps stands.
struct StepPath {
  /// The way from the root to the list: numbers of entries.
  private(set) var way: [Int] = []
  /// Which entry of the list.
  private(set) var entry = 0
  private var left = ReadingNotes.limit

  init?(to place: ConfigurationPlace, in root: Node) {
    guard place.line != nil, find(place, in: root) else { return nil }
  }

  private mutating func find(_ place: ConfigurationPlace, in node: Node) -> Bool {
    left -= 1
    guard left > 0 else { return false }
    switch node {
    case .scalar, .alias: return false
    case .sequence(let sequence):
      for (number, item) in sequence.enumerated() {
        let key = item.mapping?.first?.key ?? item
        if key.mark?.line == place.line, key.mark?.column == place.column {
          entry = number
          return true
        }
        if descend(number, item, place) { return true }
      }
    case .mapping(let mapping):
      for (number, pair) in mapping.enumerated() where descend(number, pair.value, place) {
        return true
      }
    }
    return false
  }

  private mutating func descend(_ number: Int, _ node: Node, _ place: ConfigurationPlace) -> Bool {
    way.append(number)
    if find(place, in: node) { return true }
    way.removeLast()
    return false
  }
}
