package import BuildModel
import TerminalSurface

/// The files that a build left, and fetching them.
package enum Artifacts {
  package struct State: Sendable, Equatable {
    package var build: BuildSlug
    package var files = Files.loading
    package var chosen = 0
    /// The file that is being fetched.
    package var transfer: Transfer?

    package init(_ build: BuildSlug) { self.build = build }
  }

  package enum Files: Sendable, Equatable {
    case loading
    case loaded([Artifact])
    /// The service would not tell; the sentence is for the person.
    case refused(String)
  }

  package struct Transfer: Sendable, Equatable {
    package var artifact: Artifact
    package var bytes = 0
  }

  package enum Outcome: Sendable, Equatable {
    case undecided, closed, stopped, asked
    case download(Artifact)
  }

  /// Only Enter fetches, and only one file at a time: Esc stops it before it closes the view.
  static func update(_ state: inout State, _ key: Key, keymap: Keymap) -> Outcome {
    let command = keymap.command(for: key)
    let files: [Artifact] = if case .loaded(let files) = state.files { files } else { [] }
    if let motion = command.flatMap(Motion.init) {
      state.chosen = motion.moved(from: state.chosen, in: files.indices, page: 10)
      return .undecided
    }
    switch command {
    case .open:
      guard state.transfer == nil, files.indices.contains(state.chosen) else { return .undecided }
      state.transfer = Transfer(artifact: files[state.chosen])
      return .download(files[state.chosen])
    case .reload:
      state.files = .loading
      return .asked
    case .back where state.transfer != nil:
      state.transfer = nil
      return .stopped
    case .back, .quit, .artifacts: return .closed
    default: return .undecided
    }
  }

  static func hints(_ state: State) -> [(String, String)] {
    guard state.transfer == nil else { return [("Esc", "stop")] }
    guard case .loaded(let files) = state.files, !files.isEmpty else { return [("Esc", "close")] }
    return [("Enter", "download")] + [("Esc", "close")]
      + (files.count > 1 ? [("j/k", "choose")] : [])
  }
}
