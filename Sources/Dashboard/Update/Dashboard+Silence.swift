import BuildModel

/// Views that wait for an answer when the service falls silent, and when it is back.
extension Dashboard {
  /// Says in the view itself why nothing comes: what was under way is not coming any more.
  static func unheard(_ state: inout State, _ sentence: String) -> [Effect] {
    switch state.dialog {
    case .newBuild: workflowsRefused(&state, sentence)
    case .stay(let dialog) where dialog.plan == .loading:
      return stayPlanned(&state, dialog.build, .refused(sentence))
    case .configuration(var view) where view.content == .loading:
      view.content = .refused(sentence)
      state.dialog = .configuration(view)
    case .artifacts(var view):
      if view.files == .loading { view.files = .refused(sentence) }
      let transfer = view.transfer
      view.transfer = nil
      state.dialog = .artifacts(view)
      guard let transfer else { break }
      state.report("\(transfer.artifact.title) was not fetched: \(sentence)")
      return [.stopDownload]
    default: break
    }
    return []
  }

  /// Keeps why something does not come, to be said where it would stand; answers whether that is on
  /// the screen.
  static func noted(_ state: inout State, _ effect: Effect, _ sentence: String) -> Bool {
    switch effect {
    case .followLog(let build, _):
      state.facts.logs.refuse(build, sentence)
      if state.followed == build { state.followed = nil }
      return state.builds.selected == build && state.facts.logs[build]?.lastPosition == nil
        && state.windowList == nil && Layout(state, size: state.size).log != nil
    case .loadSteps(let build):
      // Why is told in the status bar: there is no room for it among the steps.
      if state.facts.steps[build] == nil { state.facts.withoutSteps.insert(build) }
      return false
    case .loadWindows:
      state.facts.loadingWindows = .refused(sentence)
      return state.windowList != nil
    case .loadAccess(let build):
      state.facts.accessRefusals[build] = sentence
      return state.builds.selected == build && state.windowList == nil && state.pane != nil
        && state.facts.access(build)?.ssh == nil
    default: return false
    }
  }

  /// Asks again for what did not come.
  static func retryView(_ state: inout State) -> [Effect] {
    switch state.dialog {
    case .newBuild: return retryWorkflows(&state)
    case .stay(var dialog):
      guard case .refused = dialog.plan else { return [] }
      dialog.plan = .loading
      state.dialog = .stay(dialog)
      return [.planStay(dialog.build, seconds: dialog.minutes * 60)]
    case .configuration(var view):
      guard case .refused = view.content else { return [] }
      view.content = .loading
      state.dialog = .configuration(view)
      return [.loadConfiguration(view.build, view.source)]
    case .artifacts(var view):
      guard case .refused = view.files else { return [] }
      view.files = .loading
      state.dialog = .artifacts(view)
      return [.loadArtifacts(view.build)]
    default: return []
    }
  }
}
