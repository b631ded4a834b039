package import BuildModel
import TerminalSurface

/// The `bitrise.yml` of a build, or of its app.
package enum Configuration {
  package enum Source: Sendable, Equatable {
    /// What the build ran.
    case build
    /// What the app's next build will run.
    case app
  }

  package struct State: Sendable, Equatable {
    package var build: BuildSlug
    package var source = Source.build
    package var content = Content.loading
    package var top = 0

    package init(_ build: BuildSlug) { self.build = build }

    mutating func take(_ text: String) {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      content = .loaded(lines)
      top = 0
    }
  }

  package enum Content: Sendable, Equatable {
    case loading
    case loaded([String])
    /// The service would not tell; the sentence is for the person.
    case refused(String)
  }

  package enum Outcome: Sendable, Equatable { case undecided, closed, asked }

  static func update(
    _ state: inout State, _ key: Key, keymap: Keymap, rows: Int
  ) -> Outcome {
    let command = keymap.command(for: key)
    if let motion = command.flatMap(Motion.init) {
      guard case .loaded(let lines) = state.content else { return .undecided }
      let last = max(0, lines.count - rows)
      state.top =
        motion == .last ? last : motion.moved(from: state.top, in: 0..<last + 1, page: rows)
      return .undecided
    }
    switch command {
    case .nextPane, .previousPane:
      state.source = state.source == .build ? .app : .build
      state.content = .loading
      return .asked
    case .reload:
      state.content = .loading
      return .asked
    case .back, .quit, .configuration: return .closed
    default: return .undecided
    }
  }
}
