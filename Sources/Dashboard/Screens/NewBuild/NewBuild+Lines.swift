import TerminalSurface
import Theming

extension NewBuild {
  /// A line of the list; an entry whose sentence is long takes several.
  struct Line: Equatable {
    /// Which entry it belongs to.
    var entry: Int
    /// Nil below an entry's first line.
    var app: String?
    var text: String
    var role: ThemeRole
  }

  /// More of an app's title is never shown.
  static let mostAppColumns = 24

  /// How wide the column of the apps is.
  static func appColumns(_ entries: [Entry], columns: Int) -> Int {
    let widest = entries.map { TextWidth.columns(of: $0.app.title) }.max() ?? 0
    return min(widest, mostAppColumns, columns / 2)
  }

  static func lines(_ entries: [Entry], columns: Int) -> [Line] {
    let room = columns - appColumns(entries, columns: columns) - 2
    return entries.enumerated().flatMap { index, entry -> [Line] in
      let (texts, role): ([String], ThemeRole) =
        switch entry.offer {
        case .workflow(let name): ([name], .accent)
        case .problem(let sentence): (Wrap.words(sentence, columns: room), .error)
        case .forbidden(let sentence): (Wrap.words(sentence, columns: room), .muted)
        }
      return texts.enumerated().map { offset, text in
        Line(entry: index, app: offset == 0 ? entry.app.title : nil, text: text, role: role)
      }
    }
  }

  /// What stands in place of a list.
  static func absence(_ offers: Offers, _ keymap: Keymap) -> [(String, ThemeRole)] {
    switch offers {
    case .loading: return [("Loading the workflows \u{2026}", .muted)]
    case .loaded:
      return [
        ("There is no app yet.", .overlayTitle),
        ("Start airlock in a git repository that holds a bitrise.yml.", .muted),
      ]
    case .refused(let sentence):
      return Absence.refused("The workflows cannot be shown.", sentence, keymap)
    }
  }
}
