extension [StyledRun] {
  /// The part that stands in these columns; of a character that stands half in them, a space.
  package func cells(from first: Int, columns: Int) -> [StyledRun] {
    var result: [StyledRun] = []
    var column = 0
    let end = first + columns
    for run in self {
      guard column < end else { break }
      if run.text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
        // One byte, one column: nearly all of every log.
        let count = run.text.utf8.count
        let (from, to) = (Swift.max(first, column), Swift.min(end, column + count))
        if from < to {
          let text = run.text.utf8.dropFirst(from - column).prefix(to - from)
          result.append(StyledRun(String(decoding: text, as: UTF8.self), run.style))
        }
        column += count
        continue
      }
      var text = ""
      for glyph in Glyphs(run.text) where column < end {
        let next = column + glyph.columns
        if column >= first, next <= end {
          text += glyph.text
        } else if next > first {
          text += " "
        }
        column = next
      }
      if !text.isEmpty { result.append(StyledRun(text, run.style)) }
    }
    return result
  }

  /// Where rows of a width begin when the line is broken at its end; at least one.
  package func rowStarts(columns: Int) -> [Int] {
    let width = Swift.max(2, columns)
    var starts = [0]
    var column = 0
    for run in self {
      for glyph in Glyphs(run.text) {
        if column + glyph.columns > starts[starts.count - 1] + width { starts.append(column) }
        column += glyph.columns
      }
    }
    return starts
  }

  /// The same with some ranges of ``plainText``, in bytes of UTF-8, in another style.
  package func highlighted(_ ranges: [Range<Int>], style: Style) -> [StyledRun] {
    guard !ranges.isEmpty else { return self }
    var result: [StyledRun] = []
    var offset = 0
    for run in self {
      let bytes = run.text.utf8
      let end = offset + bytes.count
      var place = offset
      func add(upTo next: Int, _ style: Style) {
        guard next > place else { return }
        let part = bytes.dropFirst(place - offset).prefix(next - place)
        result.append(StyledRun(String(decoding: part, as: UTF8.self), style))
        place = next
      }
      for range in ranges where range.upperBound > offset && range.lowerBound < end {
        add(upTo: range.lowerBound, run.style)
        add(upTo: Swift.min(end, range.upperBound), style)
      }
      add(upTo: end, run.style)
      offset = end
    }
    return result
  }
}
