/// Which part of a long list is on the screen.
package enum ScrollWindow {
  /// The first row to show so that the chosen one is in sight, as near to the former first row as
  /// may be.
  package static func top(from former: Int, showing chosen: Int, of count: Int, rows: Int) -> Int {
    guard rows > 0, count > rows else { return 0 }
    var top = min(max(0, former), count - rows)
    if chosen < top { top = chosen }
    if chosen >= top + rows { top = chosen - rows + 1 }
    return top
  }
}
