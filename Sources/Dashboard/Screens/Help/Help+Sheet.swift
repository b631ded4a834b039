import TerminalSurface

extension Help {
  /// The rows laid out for a screen: in two columns where one would have to be scrolled and two
  /// have room.
  struct Sheet: Equatable {
    static let columnWidth = 53
    static let gap = 3

    var columns: [[Row]]
    var frame: DialogFrame

    /// How many lines it is high.
    var rows: Int { columns.map(\.count).max() ?? 0 }

    init(_ state: Dashboard.State, size: Size) {
      let rows = Help.rows(state)
      columns = [rows]
      frame = DialogFrame(size: size, columns: 62, rows: rows.count)
      guard frame.contentRows < rows.count else { return }
      let halves = Self.halves(rows)
      let wide = DialogFrame(
        size: size, columns: 2 * Self.columnWidth + Self.gap,
        rows: halves.map(\.count).max() ?? 0)
      guard wide.content.columns >= 2 * Self.columnWidth + Self.gap else { return }
      columns = halves
      frame = wide
    }

    /// Cut between two groups, so that the longer half is as short as it can be.
    private static func halves(_ rows: [Row]) -> [[Row]] {
      let gaps = rows.indices.filter { rows[$0] == .gap }
      guard let cut = gaps.min(by: { max($0, rows.count - $0) < max($1, rows.count - $1) }) else {
        return [rows]
      }
      return [Array(rows[..<cut]), Array(rows[(cut + 1)...])]
    }
  }
}
