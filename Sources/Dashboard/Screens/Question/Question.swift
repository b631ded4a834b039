package import BuildModel
package import TerminalSurface
import typealias Foundation.TimeInterval

/// Asks once before something that cannot be taken back.
package enum Question {
  package struct State: Sendable, Equatable {
    package var subject: Subject
    package var build: BuildSlug

    package init(_ subject: Subject, _ build: BuildSlug) {
      self.subject = subject
      self.build = build
    }
  }

  package enum Subject: Sendable, Equatable {
    case rebuild(remoteAccess: Bool)
    case abort
    case closeWindow
  }

  package enum Outcome: Sendable, Equatable { case undecided, yes, no }

  /// Only Enter agrees: never the key that asked, however long it is held down.
  package static func update(_ key: Key) -> Outcome {
    switch key.name {
    case .enter: .yes
    case .escape, .character("q"), .character("n"): .no
    default: .undecided
    }
  }

  /// What is asked, what will happen, and what the keys say.
  package struct Text: Sendable, Equatable {
    package var title: String
    package var question: String
    package var consequences: [String]
    package var yes: String
    package var no: String
  }

  package static func text(_ state: State, _ facts: Facts) -> Text? {
    guard let build = facts.build(state.build) else { return nil }
    let name = "#\(build.number) (\(build.appTitle), \(build.workflow))"
    switch state.subject {
    case .rebuild(let remoteAccess):
      let grace = TimeWords.spoken(facts.service.grace)
      return Text(
        title: "Rebuild",
        question: "Rebuild \(name) \(remoteAccess ? "with" : "without") remote access?",
        consequences: ["It runs with the current configuration."]
          + (remoteAccess ? ["The machine stays open while it runs and \(grace) after."] : []),
        yes: "rebuild", no: "leave it")
    case .abort:
      return Text(
        title: "Abort", question: "Abort \(name)?",
        consequences: ["Its steps end at once."]
          + (build.isRemote ? ["Remote access to it ends with it."] : []),
        yes: "abort", no: "let it run")
    case .closeWindow:
      let inside = facts.access(build.slug)?.connections ?? 0
      return Text(
        title: "Close", question: "Close remote access to \(name) now?",
        consequences: ["The machine and everything in it is destroyed."]
          + (inside > 0 ? ["\(TimeWords.counted(inside, "connection")) will be cut."] : []),
        yes: "close", no: "keep it open")
    }
  }
}
