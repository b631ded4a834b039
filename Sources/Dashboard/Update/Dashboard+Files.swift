import BuildModel
import TerminalSurface

extension Dashboard {
  static func read(
    _ state: inout State, _ view: Configuration.State, _ key: Key
  ) -> [Effect] {
    var view = view
    let rows = Configuration.frame(state.size).contentRows
    let outcome = Configuration.update(&view, key, keymap: state.keymap, rows: rows)
    state.dialog = outcome == .closed ? nil : .configuration(view)
    return outcome == .asked ? [.loadConfiguration(view.build, view.source)] : []
  }

  static func choose(_ state: inout State, _ view: Artifacts.State, _ key: Key) -> [Effect] {
    var view = view
    let outcome = Artifacts.update(&view, key, keymap: state.keymap)
    state.dialog = .artifacts(view)
    switch outcome {
    case .undecided: return []
    case .closed:
      state.dialog = nil
      return view.transfer == nil ? [] : [.stopDownload]
    case .stopped: return [.stopDownload]
    case .download(let artifact): return [.download(view.build, artifact)]
    case .asked: return [.loadArtifacts(view.build)]
    }
  }

  /// What arrives after its view was left is of no use any more.
  static func filesHeard(_ state: inout State, _ action: Action) {
    switch (action, state.dialog) {
    case (.configurationLoaded(let build, let source, let text), .configuration(var view)):
      guard view.build == build, view.source == source else { return }
      view.take(text)
      state.dialog = .configuration(view)
    case (.artifactsLoaded(let build, let files), .artifacts(var view)):
      guard view.build == build else { return }
      view.files = .loaded(files)
      view.chosen = min(view.chosen, max(0, files.count - 1))
      state.dialog = .artifacts(view)
    case (.downloadGrew(let artifact, let bytes), .artifacts(var view)):
      guard view.transfer?.artifact == artifact else { return }
      view.transfer?.bytes = bytes
      state.dialog = .artifacts(view)
    case (.downloaded(let artifact, let path), let dialog):
      if case .artifacts(var view) = dialog {
        view.transfer = nil
        state.dialog = .artifacts(view)
      }
      state.say("\(SizeWords.text(artifact.byteCount)) of \(artifact.title) stand in \(path).")
    default: break
    }
  }

  /// Says in the view itself why nothing comes; answers whether it waited for that.
  static func filesRefused(_ state: inout State, _ effect: Effect, _ sentence: String) -> Bool {
    switch (effect, state.dialog) {
    case (.loadConfiguration(_, let source), .configuration(var view)) where view.source == source:
      view.content = .refused(sentence)
      state.dialog = .configuration(view)
      return true
    case (.loadArtifacts, .artifacts(var view)):
      view.files = .refused(sentence)
      state.dialog = .artifacts(view)
      return true
    case (.download, .artifacts(var view)):
      view.transfer = nil
      state.dialog = .artifacts(view)
      return false
    default: return false
    }
  }
}
