import BuildModel
import TerminalSurface

/// Staying longer: by the service, or by a step that waits.
extension Dashboard {
  static func stayLonger(_ state: inout State) -> [Effect] {
    guard let build = state.target else { return [] }
    if state.takesTime(build) {
      state.dialog = .extend(Extend.State(build.slug))
      return []
    }
    return assist(&state, build.slug)
  }

  static func assist(_ state: inout State, _ build: BuildSlug) -> [Effect] {
    let dialog = Stay.State(build)
    state.dialog = .stay(dialog)
    return [.planStay(build, seconds: dialog.minutes * 60)]
  }

  static func choose(_ state: inout State, _ dialog: Stay.State, _ key: Key) -> [Effect] {
    var dialog = dialog
    let content = Stay.frame(state.size).content
    let lines = Stay.lines(
      dialog, state.facts, keymap: state.keymap, columns: content.columns
    ).count
    let outcome = Stay.update(
      &dialog, key, keymap: state.keymap, lines: lines, rows: content.rows)
    if outcome == .retimed { dialog.plan = .loading }
    state.dialog = .stay(dialog)
    switch outcome {
    case .undecided: return []
    case .retimed: return [.planStay(dialog.build, seconds: dialog.minutes * 60)]
    case .write(let outline):
      state.dialog = nil
      return [.writeStay(dialog.build, outline)]
    case .copy(let text): return [.copy(text)]
    case .closed:
      state.dialog = nil
      return []
    }
  }

  static func stayPlanned(
    _ state: inout State, _ build: BuildSlug, _ plan: Stay.Plan
  ) -> [Effect] {
    guard case .stay(var dialog) = state.dialog, dialog.build == build else { return [] }
    defer { state.dialog = .stay(dialog) }
    let proposal = Stay.proposal(dialog, plan)
    dialog.isProposed = false
    if let proposal {
      dialog.minutes = proposal
      return [.planStay(build, seconds: proposal * 60)]
    }
    dialog.plan = plan
    dialog.top = 0
    return []
  }
}
