import BuildModel

/// What goes on between the person's computer and a machine, beside the shell.
extension Dashboard {
  static func performInside(_ state: inout State, _ command: Command) -> [Effect] {
    guard let build = state.target?.slug else { return [] }
    switch command {
    case .launch:
      guard let launch = launch(state) else { return [] }
      state.say("Opening \(launch.name) \u{2026}")
      guard case .editor(let editor) = launch, !editor.usesSystemSSH,
        let password = state.facts.access(build)?.ssh?.password
      else { return [.launch(build, launch)] }
      let text = CopyText(label: "the password", text: password, isSecret: true)
      return [.copy(text), .launch(build, launch)]
    case .forward:
      state.prompt = Prompt(
        .forward(build), TextField(history: state.history[.forward] ?? []))
    case .fetch, .rescue:
      let isRescue = command == .rescue
      let former = state.rescues[build]?.paths ?? state.rescuePaths
      let text = former.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
      state.prompt = Prompt(
        .fetch(build, isRescue: isRescue),
        TextField(text, history: state.history[.fetch] ?? []))
    default: break  // not about a machine
    }
    return []
  }

  private static func launch(_ state: State) -> Launch? {
    switch state.pane?.kind {
    case .editor: state.tools?.editors.first.map(Launch.editor)
    case .screenShare: state.tools?.viewer.map(Launch.viewer)
    case .ssh, nil: nil
    }
  }

  /// Brings a port here; the same once more lets it go.
  static func forward(_ state: inout State, _ text: String, _ build: BuildSlug) -> [Effect] {
    guard let forward = PortForward(text, build: build) else { return [] }
    state.prompt = nil
    state.remember(text, among: .forward)
    guard !state.forwards.contains(forward) else { return [.endForward(forward)] }
    state.say("Bringing port \(forward.localPort) here \u{2026}")
    return [.forward(forward)]
  }

  static func fetch(
    _ state: inout State, _ text: String, _ build: BuildSlug, isRescue: Bool
  ) -> [Effect] {
    let paths = Rescue.paths(text)
    state.prompt = nil
    guard !paths.isEmpty else {
      if isRescue, state.rescues.removeValue(forKey: build) != nil {
        state.say("Nothing will be fetched from \(state.facts.name(of: build)) by itself.")
      }
      return []
    }
    state.remember(text, among: .fetch)
    state.rescues[build] = Rescue(paths)
    guard isRescue else { return begin(&state, build) }
    state.say(
      "\(text) will be fetched from \(state.facts.name(of: build)) when a minute is left.")
    return rescueDue(&state)
  }

  private static func begin(_ state: inout State, _ build: BuildSlug) -> [Effect] {
    guard let rescue = state.rescues[build], rescue.status != .underway else { return [] }
    state.rescues[build]?.status = .underway
    return [.rescue(build, rescue.paths)]
  }

  /// Begins to fetch from machines that have a minute left.
  static func rescueDue(_ state: inout State) -> [Effect] {
    state.facts.allWindows.flatMap { window -> [Effect] in
      let build = window.access.build
      guard case .closing(let seconds, _) = window.clock, Double(seconds) <= Rescue.lead else {
        return []
      }
      if state.rescues[build] == nil, !state.rescuePaths.isEmpty {
        state.rescues[build] = Rescue(state.rescuePaths)
      }
      guard state.rescues[build]?.status == .waiting else { return [] }
      return begin(&state, build)
    }
  }

  /// Takes in what has become of it.
  static func heardInside(_ state: inout State, _ action: Action) {
    switch action {
    case .toolsFound(let tools): state.tools = tools
    case .launched(let build, let launch, let problem):
      launched(&state, build, launch, problem)
    case .rescued(let build, let folder):
      state.rescues[build]?.status = .done(folder: folder)
      state.say("The files of \(state.facts.name(of: build)) are in \(folder).")
    case .forwardOpened(let forward):
      if !state.forwards.contains(forward) { state.forwards.append(forward) }
      state.say(
        "localhost:\(forward.localPort) leads into \(state.facts.name(of: forward.build)) now.")
    case .forwardEnded(let forward, let problem):
      state.forwards.removeAll { $0 == forward }
      let name = state.facts.name(of: forward.build)
      if let problem {
        state.report("Port \(forward.localPort) of \(name) is not here: \(problem)")
      } else {
        state.say("Port \(forward.localPort) of \(name) is let go.")
      }
    default: break  // about something else
    }
  }

  private static func launched(
    _ state: inout State, _ build: BuildSlug, _ launch: Launch, _ problem: String?
  ) {
    let name = state.facts.name(of: build)
    if let problem {
      state.report(problem)
    } else if case .viewer(let viewer) = launch, !viewer.asksForPassword {
      state.say("The viewer of \(name) was closed.")
    } else {
      state.say("\(launch.name) was told to open \(name).")
    }
  }
}
