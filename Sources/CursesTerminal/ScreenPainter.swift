import CNCurses
import TerminalSurface

/// Hands ncurses the cells that differ from the last surface.
@MainActor
struct ScreenPainter {
  private let depth: ColorDepth
  private var pairs: ColorPairs
  private var looks: [Style: (attributes: UInt32, pair: Int32)] = [:]
  private var last: Surface?
  private var scalars: [UInt32] = []

  init(depth: ColorDepth) {
    self.depth = depth
    pairs = ColorPairs(limit: depth == .none ? 0 : cncurses_pairs())
  }

  /// The next surface is handed over whole.
  mutating func forget() {
    last = nil
  }

  /// Hands over what has changed in all of a surface, or in parts of it.
  mutating func paint(_ surface: Surface, only parts: [Rect]? = nil) {
    if let parts, last?.size == surface.size {
      return paint(surface, parts)
    }
    if pairs.isNearlyFull {
      pairs.removeAll()
      looks.removeAll()
      last = nil
    }
    let screen = screen
    let old = last?.size == surface.size ? last : nil
    for row in 0..<min(screen.rows, surface.size.rows) {
      paint(row, of: surface, old: old, 0..<min(screen.columns, surface.size.columns))
    }
    if old == nil { blankOutside(surface.size, screen: screen) }
    last = surface
  }

  private mutating func paint(_ surface: Surface, _ parts: [Rect]) {
    let screen = screen
    for part in parts {
      for row in part.row..<min(part.endRow, screen.rows) {
        paint(row, of: surface, old: last, part.column..<min(part.endColumn, screen.columns))
      }
      last?.take(part, from: surface)
    }
  }

  private var screen: Size {
    Size(columns: Int(cncurses_columns()), rows: Int(cncurses_rows()))
  }

  private mutating func paint(
    _ row: Int, of surface: Surface, old: Surface?, _ part: Range<Int>
  ) {
    let start = row * surface.size.columns
    let columns = part.upperBound
    var changed = part
    if let old {
      guard let range = surface.changes(inRow: row, part, since: old) else { return }
      changed = max(part.lowerBound, range.lowerBound - 1)..<range.upperBound
    }
    var ground: Style?
    for column in changed {
      let cell = surface.cells[start + column]
      if let old, old.cells[start + column] == cell, !isHalved(surface, old, start, column) {
        ground = nil
        continue
      }
      let style = style(of: cell, after: ground, surface.cells[start + column..<start + columns])
      ground = style
      let isWide = column + 1 < columns && surface.cells[start + column + 1].isRightHalf
      // The right half of a wide character came with its left half.
      if cell.isRightHalf, column > 0, !surface.cells[start + column - 1].isRightHalf { continue }
      put(cell, style, row: row, column: column, isWide: isWide && !cell.isRightHalf)
    }
  }

  /// The style to send a cell in.
  ///
  /// Of a space only the ground is seen, so it goes in the style of what stands before it or,
  /// where nothing of that is sent, behind it: each change of style costs more bytes than a word.
  private func style(of cell: Cell, after ground: Style?, _ rest: ArraySlice<Cell>) -> Style {
    guard cell.isSpace else { return cell.style }
    let run = rest.prefix(Self.longRun).prefix { $0.isSpace }.count
    guard let other = ground ?? (rest.count > run ? rest[rest.startIndex + run].style : nil),
      other.background == cell.style.background,
      other.attributes.union(cell.style.attributes).isDisjoint(with: Self.seenOnSpaces)
    else { return cell.style }
    // A long run of plain spaces is erased at once; of bold ones each is sent.
    return run == Self.longRun && !other.attributes.isEmpty ? cell.style : other
  }

  private static let longRun = 16
  private static let seenOnSpaces: Style.Attributes = [.underline, .reverse]

  /// Whether an unchanged cell's right neighbour tells that it became wide, or is so no longer.
  private func isHalved(_ surface: Surface, _ old: Surface, _ start: Int, _ column: Int) -> Bool {
    guard column + 1 < surface.size.columns else { return false }
    return surface.cells[start + column + 1].isRightHalf
      != old.cells[start + column + 1].isRightHalf
  }

  /// The last gate: whatever a view has put into a cell, ncurses gets one printable character of
  /// the width that was planned for it, or a question mark.
  private mutating func put(
    _ cell: Cell, _ style: Style, row: Int, column: Int, isWide: Bool
  ) {
    let look = look(of: style)
    scalars.removeAll(keepingCapacity: true)
    cell.forEachScalar { scalars.append($0) }
    if !isPrintable(columns: isWide ? 2 : 1) { scalars = [cell.isRightHalf ? 0x20 : 0x3F] }
    let isFilled = scalars[0] < 0x80
    cncurses_put(
      Int32(row), Int32(column), scalars, Int32(scalars.count), look.attributes, look.pair)
    if isWide, isFilled {
      cncurses_put(Int32(row), Int32(column + 1), [0x20], 1, look.attributes, look.pair)
    }
  }

  private func isPrintable(columns: Int32) -> Bool {
    guard let first = scalars.first else { return false }
    if first < 0x80 { return (0x20..<0x7F).contains(first) && columns == 1 && scalars.count == 1 }
    guard scalars.count <= 4, cncurses_columns_of(first) == columns else { return false }
    return scalars.dropFirst().allSatisfy { $0 >= 0x300 && cncurses_columns_of($0) == 0 }
  }

  private mutating func look(of style: Style) -> (attributes: UInt32, pair: Int32) {
    if let look = looks[style] { return look }
    let shown = style.degraded(to: depth)
    let look = (
      attributes: UInt32(shown.attributes.rawValue),
      pair: pairs.number(foreground: shown.foreground, background: shown.background)
    )
    looks[style] = look
    return look
  }

  private func blankOutside(_ size: Size, screen: Size) {
    for row in 0..<screen.rows {
      for column in (row < size.rows ? min(size.columns, screen.columns) : 0)..<screen.columns {
        cncurses_put(Int32(row), Int32(column), [0x20], 1, 0, 0)
      }
    }
  }
}
