/// What one or two cells show: a spacing character with the marks that sit on it.
package struct Glyph: Sendable, Equatable {
  package let text: String
  /// One or two.
  package let columns: Int
}

/// Cuts text from anywhere into glyphs that are safe to show.
///
/// Everything that is drawn or measured comes through here, so that a text takes exactly the
/// columns that were measured for it, and nothing in it can speak to the terminal.
package struct Glyphs: Sequence, IteratorProtocol {
  /// More marks than any script puts on one character: a flood of them would climb over the rows
  /// above.
  static let mostMarks = 3

  private var clusters: String.Iterator
  private var pending: [Glyph] = []
  private var taken = 0

  package init(_ text: String) {
    clusters = text.makeIterator()
  }

  package mutating func next() -> Glyph? {
    while true {
      if taken < pending.count {
        defer { taken += 1 }
        return pending[taken]
      }
      guard let cluster = clusters.next() else { return nil }
      if let byte = cluster.asciiValue, (0x20..<0x7F).contains(byte) {
        return Glyph(text: String(cluster), columns: 1)
      }
      let scalars = cluster.unicodeScalars
      if let scalar = scalars.first, Self.isPlain(scalar), scalars.count == 1 {
        return Glyph(text: String(cluster), columns: 1)
      }
      pending.removeAll(keepingCapacity: true)
      taken = 0
      Self.append(cluster, to: &pending)
    }
  }

  /// Whether a scalar beyond ASCII, alone, is one column and nothing else: letters of Latin, and
  /// what frames and marks are drawn of.
  ///
  /// Asking Unicode for what a scalar is takes longer than drawing it.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA1...0xA8, 0xAA...0xAC, 0xAF...0x24F, 0x2026, 0x2219, 0x2500...0x259F, 0x2713, 0x2717:
      true
    default: false
    }
  }

  /// Most scripts show every spacing scalar of a cluster in a cell of its own, but what is joined
  /// to an emoji is left out: one cell cannot hold it, and terminals disagree on its width.
  private static func append(_ cluster: Character, to glyphs: inout [Glyph]) {
    if cluster == "\r\n" {
      glyphs.append(Glyph(text: " ", columns: 1))
      return
    }
    var base = String.UnicodeScalarView()
    var baseColumns = 0
    var marks = 0
    var isJoined = false
    func finish(_ glyphs: inout [Glyph]) {
      guard baseColumns > 0 else { return }
      glyphs.append(Glyph(text: String(base), columns: baseColumns))
    }
    for scalar in cluster.unicodeScalars {
      switch ScalarKind(scalar) {
      case .joiner:
        isJoined = true
      case .dropped:
        continue
      case .mark:
        if baseColumns == 0 {
          base.append("\u{25CC}")
          baseColumns = 1
        }
        if marks < mostMarks, !isJoined { base.append(scalar) }
        marks += 1
      case .spacing(let columns):
        if baseColumns > 0, isJoined || scalar.properties.isEmojiModifier { continue }
        finish(&glyphs)
        base = String.UnicodeScalarView([scalar])
        baseColumns = columns
        marks = 0
      case .replaced(let text):
        finish(&glyphs)
        base = String.UnicodeScalarView()
        baseColumns = 0
        for character in text { glyphs.append(Glyph(text: String(character), columns: 1)) }
      }
    }
    finish(&glyphs)
  }
}
