import TerminalSurface

extension Dashboard {
  static func promptKey(_ state: inout State, _ prompt: Prompt, _ key: Key) -> [Effect] {
    var prompt = prompt
    let outcome = prompt.update(key)
    state.prompt = prompt
    switch outcome {
    case .undecided: return []
    case .changed: return promptChanged(&state)
    case .done: return promptDone(&state, prompt)
    case .cancelled: return promptCancelled(&state, prompt)
    }
  }

  static func pasted(_ state: inout State, _ text: String) -> [Effect] {
    if case .palette(var palette) = state.dialog {
      Palette.edit(&palette) { $0.insert(text) }
      state.dialog = .palette(palette)
      return []
    }
    guard state.prompt != nil else { return pastedAccess(&state, text) }
    guard state.dialog == nil else { return [] }
    state.prompt?.field.insert(text)
    return promptChanged(&state)
  }

  private static func promptChanged(_ state: inout State) -> [Effect] {
    guard let prompt = state.prompt else { return [] }
    state.prompt?.problem = nil
    switch prompt.purpose {
    case .search(let origin, let position, let column):
      state.detail.log.position = position
      state.detail.log.column = column
      let (effects, problem) = LogPane.search(&state, prompt.field.text, from: origin)
      state.prompt?.problem = problem
      return effects
    case .filter(_, let selected):
      // What is typed on the way hides the build for a moment only.
      state.builds.selected = selected
      let problem = Builds.setFilter(&state, prompt.field.text)
      state.prompt?.problem = problem
      return []
    case .run:
      do { _ = try RunParameters(prompt.field.text) } catch {
        state.prompt?.problem = error.sentence
      }
      return []
    case .forward(let build):
      let isGood = prompt.field.text.isEmpty || PortForward(prompt.field.text, build: build) != nil
      state.prompt?.problem = isGood ? nil : "8080, 8080:80 or 8080:host:80"
      return []
    case .save, .fetch: return []
    }
  }

  private static func promptDone(_ state: inout State, _ prompt: Prompt) -> [Effect] {
    let text = prompt.field.text
    switch prompt.purpose {
    case .search(let origin, _, _):
      guard prompt.problem == nil else { return [] }
      state.prompt = nil
      state.focus = .log
      if !text.isEmpty {
        state.remember(text, among: .search)
        return []
      }
      // Nothing typed means the same again.
      guard let last = state.history[.search]?.last else { return [] }
      return LogPane.search(&state, last, from: origin).effects
    case .filter:
      guard prompt.problem == nil else { return [] }
      state.prompt = nil
      if state.builds.arrangement.filter != nil { state.remember(text, among: .filter) }
      return []
    case .run(let start):
      guard let parameters = try? RunParameters(text) else { return [] }
      state.prompt = nil
      // Another may have been asked for meanwhile, or the service have gone.
      if let reason = state.availability(of: .newBuild).reason {
        state.explain(reason)
        return []
      }
      if !text.isEmpty { state.remember(text, among: .run) }
      state.starting = start
      return [.run(start.app, workflow: start.workflow, with: parameters)]
    case .save:
      guard !text.isEmpty else { return [] }
      state.prompt = nil
      return export(&state, to: .file(text))
    case .forward(let build): return forward(&state, text, build)
    case .fetch(let build, let isRescue): return fetch(&state, text, build, isRescue: isRescue)
    }
  }

  private static func promptCancelled(_ state: inout State, _ prompt: Prompt) -> [Effect] {
    state.prompt = nil
    switch prompt.purpose {
    case .search(_, let position, let column):
      state.detail.log.position = position
      state.detail.log.column = column
      return LogPane.clearSearch(&state) ?? []
    case .filter(let former, let selected):
      let started = state.builds.arrangement.started
      Builds.clearFilter(&state)
      state.builds.arrangement.filter = former
      if former != nil { state.builds.arrangement.started = started }
      state.builds.selected = selected
      return []
    case .run, .save, .forward, .fetch: return []
    }
  }
}

extension Dashboard.State {
  /// What was typed for one purpose.
  package enum HistoryKind: Sendable, Hashable { case search, filter, run, forward, fetch }

  private static let longestHistory = 100

  mutating func remember(_ text: String, among kind: HistoryKind) {
    var entries = (history[kind] ?? []).filter { $0 != text }
    entries.append(text)
    history[kind] = entries.suffix(Self.longestHistory)
  }
}
