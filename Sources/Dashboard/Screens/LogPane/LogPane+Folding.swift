import BuildModel

extension LogPane {
  /// Folds the step whose lines stand first on the screen, or opens it.
  static func toggleFold(_ state: inout Dashboard.State) {
    guard let viewport = viewport(state), let build = state.builds.selected else { return }
    let place = viewport.sheet.place(at: viewport.top.entry)
    let steps = state.facts.steps[build] ?? []
    let end = viewport.sheet.log.lastPosition ?? 0
    let step = steps.first { range(of: $0, upTo: end)?.contains(place.chunk) ?? false }
    guard let step else {
      state.explain("These lines belong to no step.")
      return
    }
    if state.detail.log.folded.remove(step.index) == nil {
      state.detail.log.folded.insert(step.index)
    }
    state.detail.log.position = .top(
      LogPlace(chunk: step.firstChunk ?? place.chunk), row: 0)
  }

  /// Folds all steps but those that failed or run, or opens all.
  static func toggleAllFolds(_ state: inout Dashboard.State) {
    guard let build = state.builds.selected else { return }
    let steps = state.facts.steps[build] ?? []
    if state.detail.log.folded.isEmpty {
      let quiet = steps.filter { !$0.status.failsBuild && $0.status != .running }
      state.detail.log.folded = Set(quiet.filter { $0.firstChunk != nil }.map(\.index))
      state.detail.log.position = .top(LogPlace(chunk: 1), row: 0)
    } else {
      state.detail.log.folded = []
    }
  }

  /// Opens the step that a place belongs to.
  static func unfold(_ state: inout Dashboard.State, _ place: LogPlace) {
    guard !state.detail.log.folded.isEmpty, let build = state.builds.selected else { return }
    let end = state.facts.logs[build]?.lastPosition ?? 0
    for step in state.facts.steps[build] ?? []
    where range(of: step, upTo: end)?.contains(place.chunk) ?? false {
      state.detail.log.folded.remove(step.index)
    }
  }
}
