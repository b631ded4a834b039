import BuildModel
import Theming

extension Builds {
  /// What is shown, and in which order where that is not the usual one.
  static func title(_ state: Dashboard.State) -> String {
    let arrangement = state.builds.arrangement
    var words = ["Builds"]
    if arrangement.sort != .age || arrangement.isReversed {
      let order =
        arrangement.isReversed
        ? "by \(arrangement.sort.rawValue), reversed"
        : "by \(arrangement.sort.rawValue)"
      words.append(order)
    }
    if let filter = arrangement.filter { words.append("/\(filter.text)") }
    return words.joined(separator: " ")
  }

  static func note(_ state: Dashboard.State) -> String? {
    let table = state.builds.table
    if table.known > 0, let age = staleness(state) { return age }
    guard state.builds.arrangement.filter != nil else {
      guard table.known > 0 else { return nil }
      let more = state.facts.list.older == nil ? "" : "+"
      return "\(table.known)\(more) build\(table.known == 1 && more.isEmpty ? "" : "s")"
    }
    switch state.builds.find?.status {
    case .asking: return "\(table.shown)\(state.glyphs.ellipsis)"
    case .more: return "\(table.shown)+"
    case .done, .refused, nil: return "\(table.shown) of \(table.known)"
    }
  }

  /// How old what is on the screen is, where it may not be so any more.
  static func staleness(_ state: Dashboard.State) -> String? {
    state.facts.staleSince.map { "as of \(TimeWords.timeOfDay($0, in: state.facts.timeZone))" }
  }

  /// What is on the screen may not be so any more.
  static func isStale(_ state: Dashboard.State) -> Bool { state.facts.connection.isLost }

  /// What stands in place of a list.
  static func absence(_ state: Dashboard.State) -> [(String, ThemeRole)] {
    let facts = state.facts
    switch facts.loading {
    case .underway:
      if facts.connection.isLost {
        return [
          ("No builds have been loaded yet.", .title),
          ("They are asked for when \(facts.connection.name) is back.", .muted),
        ]
      }
      return [("Loading the builds \u{2026}", .muted)]
    case .loaded where state.builds.arrangement.filter != nil: return fruitless(state)
    case .loaded:
      return [("No builds yet.", .title), (invitation(state), .muted)]
    case .refused(let sentence):
      return [
        ("The builds cannot be shown.", .error), (sentence, .text),
        ("\(state.keymap.name(of: .reload)) asks again.", .muted),
      ]
    }
  }

  private static func fruitless(_ state: Dashboard.State) -> [(String, ThemeRole)] {
    let known = TimeWords.counted(state.builds.table.known, "build")
    switch state.builds.find?.status {
    case .asking:
      return [("Nothing among \(known) here. Looking among older ones \u{2026}", .muted)]
    case .refused(let sentence):
      return [("Nothing among \(known) here.", .title), (sentence, .error)]
    case .more where (state.builds.find?.seen ?? 0) > 0:
      let seen = TimeWords.counted(state.builds.find?.seen ?? 0, "older build")
      return [
        ("Nothing here, nor among \(seen) that may be like that.", .title),
        ("A date, a branch or a workflow narrows it: age:<2d branch:main", .muted),
      ]
    case .done, .more:
      return [
        ("No build is like that.", .title),
        ("\(state.keymap.name(of: .back)) shows all builds.", .muted),
      ]
    case nil:
      return [
        ("Nothing among \(known) here.", .title),
        ("\(state.keymap.name(of: .back)) shows all builds.", .muted),
      ]
    }
  }

  private static func invitation(_ state: Dashboard.State) -> String {
    if let reason = state.availability(of: .newBuild).reason { return reason }
    guard let key = state.keymap.keys(for: .newBuild).first else { return "" }
    return "Press \(key.label) to run a workflow."
  }
}
