package import BuildModel
package import TerminalSurface

/// Has a step written that keeps machines open where no service adds time: the assistant.
package enum Stay {
  package struct State: Sendable, Equatable {
    package var build: BuildSlug
    package var minutes = 90
    package var plan = Plan.loading
    package var top = 0
    /// Nobody has chosen a time yet, so that one that fits may be proposed.
    var isProposed = true

    package init(_ build: BuildSlug) { self.build = build }
  }

  package enum Plan: Sendable, Equatable {
    case loading
    case outline(StayOutline)
    /// It cannot be written; the sentence says why.
    case refused(String)
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    /// Another time is wished for, or the same once more.
    case retimed
    case write(StayOutline)
    case copy(CopyText)
    case closed
  }

  package static let choices = [15, 30, 60, 90, 120, 180, 240]

  /// Only Enter writes: never a key that chose something before.
  package static func update(
    _ state: inout State, _ key: Key, keymap: Keymap, lines: Int, rows: Int
  ) -> Outcome {
    // The file may have been put right in the meantime.
    if keymap.command(for: key) == .reload { return .retimed }
    switch key.name {
    case .escape, .character("q"): return .closed
    case .character("+"), .right: return retime(&state, by: 1)
    case .character("-"), .left: return retime(&state, by: -1)
    case .down, .character("j"): state.top = min(max(0, lines - rows), state.top + 1)
    case .up, .character("k"): state.top = max(0, state.top - 1)
    case .enter:
      guard case .outline(let outline) = state.plan, outline.isWritable else { return .undecided }
      return .write(outline)
    case .character("y"):
      guard case .outline(let outline) = state.plan else { return .undecided }
      return .copy(CopyText(label: "the step", text: outline.step))
    default: break
    }
    return .undecided
  }

  private static func retime(_ state: inout State, by step: Int) -> Outcome {
    let index = (choices.firstIndex(of: state.minutes) ?? 0) + step
    guard choices.indices.contains(index) else { return .undecided }
    state.minutes = choices[index]
    state.isProposed = false
    return .retimed
  }

  /// The longest time that fits, where the one that was proposed does not and nobody chose it.
  static func proposal(_ state: State, _ plan: Plan) -> Int? {
    guard state.isProposed, case .outline(let outline) = plan, !outline.fits,
      let most = outline.most
    else { return nil }
    return choices.last { $0 * 60 <= most }
  }
}

extension StayOutline {
  /// Whether Enter writes it.
  package var isWritable: Bool {
    if case .byHand = target { return false }
    return fits
  }
}
