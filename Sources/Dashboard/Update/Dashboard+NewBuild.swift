import BuildModel
import TerminalSurface

extension Dashboard {
  static func chooseWorkflow(
    _ state: inout State, _ dialog: NewBuild.State, _ key: Key
  ) -> [Effect] {
    var dialog = dialog
    let page = NewBuild.frame(dialog, size: state.size, keymap: state.keymap).list.rows
    let outcome = NewBuild.update(
      &dialog, key, keymap: state.keymap, service: state.facts.service, page: page)
    state.dialog = .newBuild(dialog)
    switch outcome {
    case .undecided: return []
    case .explained(let sentence):
      state.explain(sentence)
      return []
    case .reload: return [.loadWorkflows]
    case .closed:
      state.dialog = nil
      return []
    case .ask(let start):
      state.dialog = nil
      state.prompt = Prompt(
        .run(start),
        TextField(dialog.parameters.typed, history: state.history[.run] ?? []))
      return []
    case .run(let start):
      state.dialog = nil
      state.starting = start
      return [.run(start.app, workflow: start.workflow, with: dialog.parameters)]
    }
  }

  /// What arrives after the dialogue was left is of no use any more.
  static func workflowsLoaded(_ state: inout State, _ apps: [AppWorkflows]) {
    guard case .newBuild(var dialog) = state.dialog else { return }
    NewBuild.take(&dialog, apps, state)
    state.dialog = .newBuild(dialog)
  }

  /// Says in the dialogue itself why its list does not come; answers whether it waited for one.
  @discardableResult
  static func workflowsRefused(_ state: inout State, _ sentence: String) -> Bool {
    guard case .newBuild(var dialog) = state.dialog, dialog.offers == .loading else { return false }
    dialog.offers = .refused(sentence)
    state.dialog = .newBuild(dialog)
    return true
  }

  /// Asks again for a list that did not come.
  static func retryWorkflows(_ state: inout State) -> [Effect] {
    guard case .newBuild(var dialog) = state.dialog, case .refused = dialog.offers else {
      return []
    }
    dialog.offers = .loading
    state.dialog = .newBuild(dialog)
    return [.loadWorkflows]
  }

  /// Shows the new build, whatever was looked at before.
  static func runAccepted(_ state: inout State, _ build: Build) {
    state.starting = nil
    // Events may have told more of the build than this answer knows.
    if state.facts.build(build.slug) == nil { state.facts.list.insert(build) }
    state.builds.selected = build.slug
    // Without a door of its own, the pane about doors would only stand before its log.
    if !build.isRemote { state.pane = nil }
    let access = build.isRemote ? " with remote access" : ""
    state.say(
      "Started \(state.facts.name(of: build.slug)) (\(build.workflow))\(access)."
        + Builds.keepInSight(&state, build))
    expectDoor(&state, build)
  }
}
