extension AccessPane {
  /// Steps with their numbers, for somebody who has never done this; where there is little room,
  /// the key that makes it.
  ///
  /// - Parameter steps: the first has no number, since it is the short way.
  static func steps(_ steps: [String], _ state: Dashboard.State, _ form: Form) -> [Line] {
    guard !form.isFramed || state.size.rows >= 36 else {
      let key = state.keymap.name(of: .zoom)
      return sentence("\(key) shows the way step by step.", .muted, form.columns)
    }
    return steps.enumerated().flatMap { number, step -> [Line] in
      guard number > 0 else { return sentence(step, .text, form.columns) }
      return Wrap.words(step, columns: max(10, form.columns - 3)).enumerated().map { line, words in
        (line == 0 ? [Span(0, "\(number)", .key)] : []) + [Span(3, words, .muted)]
      }
    }
  }
}
