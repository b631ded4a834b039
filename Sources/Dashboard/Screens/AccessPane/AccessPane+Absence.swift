import BuildModel

extension AccessPane {
  /// What stands in place of the way in until the service has told it.
  static func absence(of build: BuildSlug, _ state: Dashboard.State, _ columns: Int) -> [Line] {
    let service = state.facts.place(elsewhere: build)?.name ?? state.facts.connection.name
    if let refusal = state.facts.accessRefusals[build] {
      return Absence.lines(
        Absence.refused("The way in cannot be shown.", refusal, state.keymap, on: .text),
        columns: columns
      ).map { [Span(0, $0, $1)] }
    }
    if state.facts.connection.isLost {
      return sentence("The way in is asked for when \(service) is back.", .muted, columns)
    }
    return sentence("Asking \(service) for the way in \(state.glyphs.ellipsis)", .muted, columns)
  }

  /// Whether a window is known and its way in is not: a list of windows holds no credentials.
  static func isAwaited(_ access: RemoteAccess, _ state: Dashboard.State) -> Bool {
    access.ssh == nil && access.screenShare == nil && !state.facts.isPageOnly(access.build)
  }
}
