extension NewBuild {
  /// The keys of what every workflow can be run with, and what is chosen.
  static func options(_ state: State) -> [(key: String, label: String)] {
    [
      ("a", "remote access: \(state.parameters.remoteAccess ? "yes" : "no")"),
      ("t", "stack: \(state.parameters.stack ?? "its own")"),
    ]
  }

  /// Whether there is a list under which the options stand.
  static func hasOptions(_ state: State) -> Bool {
    guard case .loaded(let entries) = state.offers else { return false }
    return entries.contains { $0.start != nil }
  }

  static func changeRemoteAccess(
    _ state: inout State, _ service: ServiceFacts, _ keymap: Keymap
  ) -> Outcome {
    guard service.offer == .windows else {
      let key = keymap.name(of: .rebuildRemotely)
      return .explained(
        "Here only a rebuild opens its machine: run it, and when it has finished use \(key).")
    }
    state.parameters.remoteAccess.toggle()
    return .undecided
  }

  /// The configuration's own, then each of those that the service has.
  static func changeStack(_ state: inout State, _ service: ServiceFacts) -> Outcome {
    guard !service.stacks.isEmpty else {
      return .explained("The service names no stacks to choose from.")
    }
    let next = state.parameters.stack.map { (service.stacks.firstIndex(of: $0) ?? 0) + 1 } ?? 0
    state.parameters.stack = service.stacks.indices.contains(next) ? service.stacks[next] : nil
    return .undecided
  }
}
