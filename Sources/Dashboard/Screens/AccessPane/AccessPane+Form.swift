import TerminalSurface

extension AccessPane {
  /// Places labelled values on lines of a width, two beside each other where they fit.
  struct Form {
    static let labelColumns = 10

    let columns: Int
    /// Without a frame a long value stands alone from edge to edge, so that it can be selected
    /// as one.
    let isFramed: Bool

    func line(_ fields: Field...) -> [Line] {
      let half = columns / 2
      let fit = fields.allSatisfy {
        Self.labelColumns + TextWidth.columns(of: $0.value) < half
      }
      guard fields.count > 1, fit else { return fields.flatMap { broken($0) } }
      return [fields.enumerated().flatMap { spans($1, at: $0 * half) }]
    }

    /// A value as one unbroken text, over the whole width where there is no frame.
    func whole(_ field: Field) -> [Line] {
      guard !isFramed else { return broken(field) }
      return Wrap.cells(field.value, columns: columns).map { [Span(0, $0, field.role)] }
    }

    private func broken(_ field: Field) -> [Line] {
      let values = Wrap.cells(field.value, columns: columns - Self.labelColumns)
      return values.enumerated().map { index, value in
        let label = index == 0 ? [Span(0, field.label, .muted)] : []
        return label + [Span(Self.labelColumns, value, field.role)]
      }
    }

    private func spans(_ field: Field, at column: Int) -> [Span] {
      [
        Span(column, field.label, .muted),
        Span(column + Self.labelColumns, field.value, field.role),
      ]
    }
  }
}
