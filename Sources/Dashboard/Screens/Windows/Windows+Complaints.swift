import BuildModel
import TerminalSurface
import Theming

extension Windows {
  /// What is known of the connections that are not in use, where that is not all.
  package static func complaints(_ state: Dashboard.State) -> [String] {
    ownComplaint(state)
      + state.facts.elsewhere.compactMap { place in
        switch place.status {
        case .connecting: return "Asking \(place.name) \(state.glyphs.ellipsis)"
        case .live: return nil
        case .lost(let sentence, let since):
          let time = TimeWords.timeOfDay(since, in: state.facts.timeZone)
          let known = place.windows.isEmpty ? "" : " Its windows are as of then."
          return "\(place.name), since \(time): \(sentence)\(known)"
        }
      }
  }

  /// Why the rows are not all: without any, that stands in their place.
  private static func ownComplaint(_ state: Dashboard.State) -> [String] {
    guard case .refused(let sentence) = state.facts.loadingWindows,
      !state.facts.allWindows.isEmpty
    else { return [] }
    return ["\(state.facts.connection.name): \(sentence)"]
  }

  /// The same as lines: whole sentences only, as many as leave room for the windows; of the rest it
  /// is said how many they are.
  static func complaintRows(_ state: Dashboard.State, _ content: Rect) -> [String] {
    let windows = state.facts.allWindows.count
    let room = max(content.rows / 3, content.rows - (windows == 0 ? 6 : windows + 2))
    let all = complaints(state).map { Wrap.words($0, columns: content.columns) }
    var kept = all
    while kept.count > 1, kept.joined().count + (kept.count < all.count ? 1 : 0) > room {
      kept.removeLast()
    }
    var rows = Array(kept.joined())
    let others = all.count - kept.count
    if others > 0 {
      rows.append("\(TimeWords.counted(others, "other connection")) without an answer.")
    } else if !rows.isEmpty, rows.count < room {
      rows.append("\(state.keymap.name(of: .reload)) asks all of them again.")
    }
    return Array(rows.prefix(max(1, content.rows / 2)))
  }
}
