import TerminalSurface

extension LogPane {
  /// `14:32:05` and a space.
  static let timeColumns = 9

  /// Whether the times of lines are on the screen: wanted, told by the service, and with room left
  /// for what the lines say.
  static func showsTimes(_ state: Dashboard.State, columns: Int) -> Bool {
    guard state.detail.log.showsTimes, columns >= 2 * timeColumns,
      let build = state.builds.selected
    else { return false }
    return state.facts.logs[build]?.text.tellsTimes ?? false
  }

  /// The part of the pane that is left to the lines themselves.
  static func textArea(_ content: Rect, _ state: Dashboard.State) -> Rect {
    guard showsTimes(state, columns: content.columns) else { return content }
    var area = content
    area.column += timeColumns
    area.columns -= timeColumns
    return area
  }

  /// Writes when each line on the screen was written, beside its first row, on the person's clock.
  static func drawTimes(
    _ painter: inout Painter, _ state: Dashboard.State, _ viewport: LogViewport, in content: Rect
  ) {
    guard showsTimes(state, columns: content.columns), let build = state.builds.selected else {
      return
    }
    let clock = state.facts.clockOfService(of: build)
    for (offset, row) in viewport.visible.enumerated() where row.row == 0 {
      guard case .line(let index) = viewport.sheet[row.entry],
        let time = viewport.sheet.log.text.time(at: index)
      else { continue }
      painter.text(
        TimeWords.timeOfDay(clock.localTime(of: time), in: state.facts.timeZone), .logDetail,
        at: Point(column: content.column, row: content.row + offset), columns: timeColumns)
    }
  }
}
