/// One line that is written over as a terminal's line is.
struct LineCanvas {
  private struct Slot {
    /// Empty in the right half of a wide glyph.
    var text: String
    var style: Style
  }

  private let limit: Int
  private var slots: [Slot] = []
  /// Where the next glyph goes.
  var column = 0

  init(limit: Int) {
    self.limit = limit
  }

  mutating func write(_ text: String, style: Style) {
    for glyph in Glyphs(text) {
      guard column + glyph.columns <= limit else { return }
      put(Slot(text: glyph.text, style: style))
      if glyph.columns == 2 { put(Slot(text: "", style: style)) }
    }
  }

  /// Goes to the next tab stop; text that is passed over stays.
  mutating func tab(style: Style) {
    let stop = min(limit, (column / 8 + 1) * 8)
    while slots.count < stop { slots.append(Slot(text: " ", style: style)) }
    column = max(column, stop)
  }

  mutating func erase(_ part: EscapeScanner.ErasedPart, style: Style) {
    let blank = Slot(text: " ", style: style)
    switch part {
    case .toEnd:
      slots.removeSubrange(min(column, slots.count)...)
      if let last = slots.last, TextWidth.columns(of: last.text) == 2 {
        slots[slots.count - 1].text = " "
      }
    case .toStart:
      for index in slots.indices.prefix(column + 1) { slots[index] = blank }
      if column + 1 < slots.count, slots[column + 1].text.isEmpty { slots[column + 1].text = " " }
    case .all:
      slots = Array(repeating: blank, count: min(column, slots.count))
    }
  }

  /// The line cut where the style changes.
  var runs: [StyledRun] {
    var runs: [StyledRun] = []
    for slot in slots {
      if runs.last?.style == slot.style, !runs.isEmpty {
        runs[runs.count - 1].text += slot.text
      } else if !slot.text.isEmpty {
        runs.append(StyledRun(slot.text, slot.style))
      }
    }
    return runs
  }

  private mutating func put(_ slot: Slot) {
    if column < slots.count {
      if slots[column].text.isEmpty, !slot.text.isEmpty, column > 0 { slots[column - 1].text = " " }
      slots[column] = slot
      if column + 1 < slots.count, slots[column + 1].text.isEmpty { slots[column + 1].text = " " }
    } else {
      slots.append(slot)
    }
    column += 1
  }
}
