package import TerminalSurface
import Theming
package import struct Foundation.Date

/// A text from edge to edge without a frame, so that a mouse selects it and nothing else.
///
/// The last resort where no clipboard takes it; only Esc, Enter or q leave it, and a secret goes by
/// itself.
package enum Sheet {
  package struct State: Sendable, Equatable {
    package var text: CopyText
    /// Why it is shown; nil where somebody asked to see it.
    package var reason: String?
    /// When a secret goes by itself, by the local clock.
    package var until: Date?

    package init(_ text: CopyText, reason: String? = nil, now: Date) {
      self.text = text
      self.reason = reason
      until = text.isSecret ? now.addingTimeInterval(Sheet.secretSeconds) : nil
    }
  }

  /// How long a secret stands there, in seconds: to select by hand takes longer than to read.
  package static let secretSeconds = 60.0

  package static func closes(_ key: Key) -> Bool {
    switch key.name {
    case .escape, .enter, .character("q"): true
    default: false
    }
  }

  static func draw(_ painter: inout Painter, _ sheet: State, _ state: Dashboard.State) {
    let size = painter.surface.size
    painter.surface.fill(Rect(size).splitRows(at: size.rows - 1).upper, style: painter.theme[.text])
    var row = 0
    let heading = sheet.reason.map { "\($0) " } ?? ""
    let words = heading + "This is \(sheet.text.label), to be selected by hand:"
    for line in Wrap.words(words, columns: size.columns) {
      painter.text(line, .muted, at: Point(column: 0, row: row), columns: size.columns)
      row += 1
    }
    row += 1
    for line in sheet.text.text.split(separator: "\n", omittingEmptySubsequences: false) {
      for part in Wrap.cells(Sanitizer.visible(String(line)), columns: size.columns) {
        guard row < size.rows - 1 else { return }
        painter.text(
          part, sheet.text.isSecret ? .secret : .text, at: Point(column: 0, row: row),
          columns: size.columns)
        row += 1
      }
    }
  }
}
