package import BuildModel
import TerminalSurface

/// A line at the bottom of the screen into which the person types.
package struct Prompt: Sendable, Equatable {
  package enum Purpose: Sendable, Equatable {
    /// What to look for in the log; with where the person stood before.
    case search(from: LogPlace, LogPane.Position, column: Int)
    /// Which builds are wanted; with the filter and the selection before.
    case filter(former: BuildFilter?, selected: BuildSlug?)
    /// The file that the log is saved to.
    case save
    /// What a new build is run with.
    case run(NewBuild.Start)
    /// The port of a machine that is brought here.
    case forward(BuildSlug)
    /// The files that are fetched from a machine, now or when a minute is left.
    case fetch(BuildSlug, isRescue: Bool)
  }

  enum Outcome: Sendable, Equatable {
    case undecided
    /// The text is another one now.
    case changed
    case done
    case cancelled
  }

  package var purpose: Purpose
  package var field: TextField
  /// What is wrong with the text so far, in a sentence.
  package var problem: String?

  package init(_ purpose: Purpose, _ field: TextField = TextField()) {
    self.purpose = purpose
    self.field = field
  }

  mutating func update(_ key: Key) -> Outcome {
    switch key.name {
    case .enter: return .done
    case .escape: return .cancelled
    case .backspace where field.text.isEmpty: return .cancelled
    default:
      let former = field.text
      return field.take(key) && field.text != former ? .changed : .undecided
    }
  }

  /// What stands before the text.
  var label: String {
    switch purpose {
    case .search, .filter: "/"
    case .save: "save to: "
    case .run(let start): "run \(start.name) with: "
    case .forward: "bring here the port: "
    case .fetch(_, isRescue: false): "fetch: "
    case .fetch(_, isRescue: true): "fetch when a minute is left: "
    }
  }

  /// What Enter does, for the footer.
  var verb: String {
    switch purpose {
    case .search: "search"
    case .filter: "keep"
    case .save: "save"
    case .run: "run"
    case .forward: "forward"
    case .fetch(_, let isRescue): isRescue ? "keep in mind" : "fetch"
    }
  }
}

extension Prompt {
  /// How it goes with what has been typed so far.
  func note(_ state: Dashboard.State) -> String? {
    switch purpose {
    case .search: LogPane.searchNote(state)
    case .filter: field.text.isEmpty ? nil : Builds.note(state)
    case .save: nil
    case .run: field.text.isEmpty ? "branch:main NAME=value" : nil
    case .forward: field.text.isEmpty ? "8080, 8080:80 or 8080:host:80" : nil
    case .fetch: field.text.isEmpty ? "paths from the source folder" : nil
    }
  }

  /// Draws the line, and answers where the cursor stands.
  func draw(_ painter: inout Painter, note: String?, in rect: Rect) -> Point {
    painter.surface.fill(rect, style: painter.theme[.field])
    var end = rect.endColumn - 1
    if let told = problem ?? note {
      let shown = TextWidth.truncated(
        told, to: max(0, rect.columns / 2), ellipsis: painter.glyphs.ellipsis)
      painter.text(
        shown, problem == nil ? .placeholder : .error, endingAt: end, row: rect.row, on: .field)
      end -= TextWidth.columns(of: shown) + 1
    }
    var at = Point(column: rect.column + 1, row: rect.row)
    at.column += painter.text(label, .key, at: at, columns: end - at.column, on: .field)
    let visible = field.visible(columns: max(1, end - at.column))
    painter.surface.write(
      visible.text, at: at, style: painter.theme[.field], limit: max(0, end - at.column))
    return Point(column: at.column + visible.cursor, row: at.row)
  }
}
