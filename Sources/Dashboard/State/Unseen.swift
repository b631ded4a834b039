/// What has changed since the last frame, so that of the list only that need be drawn.
package struct Unseen: Sendable, Equatable {
  /// The rows of the list that the cursor has been on.
  package private(set) var rows: ClosedRange<Int>?
  /// More than the cursor's place.
  private var isMore = true
  /// The row that was at the top of the list's pane.
  private var top = 0
  private var isOnlyMoved = false
  /// How the rows of the list share its width, made ready so that the next key need not.
  private(set) var columns: Builds.Columns?
  /// How the detail beside the list is laid out, and stays while somebody passes through; nil where
  /// the last frame showed anything else there.
  private(set) var detail: Layout.DetailRows?

  package init() {}

  /// The rows to draw of a list that shows this row first; nil for all.
  package func rows(top: Int) -> ClosedRange<Int>? { isMore || top != self.top ? nil : rows }

  mutating func moved(from former: Int, to row: Int) {
    let low = min(former, row, rows?.lowerBound ?? row)
    rows = low...max(former, row, rows?.upperBound ?? row)
    isOnlyMoved = true
  }

  /// An action has been taken in; unless it only moved the cursor, anything may be another.
  mutating func settled() {
    if !isOnlyMoved { isMore = true }
    isOnlyMoved = false
  }

  /// Clocks have gone on, or something else that stands anywhere.
  mutating func disturbed() { isMore = true }

  /// A frame shows all of it.
  mutating func shown(
    top: Int, detail: Layout.DetailRows?, columns: @autoclosure () -> Builds.Columns?
  ) {
    self.detail = detail
    if isMore || top != self.top || self.columns == nil { self.columns = columns() }
    rows = nil
    isMore = false
    self.top = top
  }
}

extension Dashboard {
  /// A frame of this state stands on the screen: the next one need only draw what changes.
  package static func shown(_ state: inout State) {
    let layout = Layout(state, size: state.size)
    let isDetailAlone = layout.log != nil && layout.steps != nil && state.dialog == nil
    var unseen = state.unseen
    unseen.shown(
      top: state.builds.top,
      detail: isDetailAlone && state.pane == nil ? layout.detail : nil,
      columns: layout.list.map { Builds.columns(state, $0) })
    state.unseen = unseen
  }
}
