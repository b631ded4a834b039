package import BuildModel
package import TerminalSurface
import typealias Foundation.TimeInterval

/// Asks once before something that cannot be taken back.
package enum Question {
  package struct State: Sendable, Equatable {
    package var subject: Subject
    package var build: BuildSlug
    /// Seconds that the machine of a rebuild is to stay open beyond the usual.
    package var hold = 0
    /// Whether the service takes such a wish.
    package var canHold = true
    /// The kind of machine of a rebuild; nil for that of the build.
    package var stack: String?

    package init(_ subject: Subject, _ build: BuildSlug) {
      self.subject = subject
      self.build = build
    }
  }

  package enum Subject: Sendable, Equatable {
    case rebuild(remoteAccess: Bool)
    case abort
    case closeWindow
    /// A failed build's machine that stands by.
    case sendAway
  }

  package enum Outcome: Sendable, Equatable { case undecided, yes, no }

  /// The times that a rebuild's machine can be asked to stay open longer by, in seconds.
  package static let holds = [0, 15 * 60, 30 * 60, 60 * 60, 120 * 60]

  /// Only Enter agrees: never the key that asked, however long it is held down.
  package static func update(
    _ state: inout State, _ key: Key, stacks: [String] = []
  ) -> Outcome {
    switch key.name {
    case .character("+"), .right: return state.changeHold(by: 1)
    case .character("-"), .left: return state.changeHold(by: -1)
    case .character("t"): return state.changeStack(among: stacks)
    default: break
    }
    return switch key.name {
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
      if build.isOfPipeline {
        return Text(
          title: "Rebuild", question: "Rebuild the pipeline of \(name)?",
          consequences: [
            "What did not pass of it runs again, and what follows on that, with the current"
              + " configuration."
          ], yes: "rebuild", no: "leave it")
      }
      let isOnPage = facts.service.offer == .pageOnly
      let grace = TimeWords.spoken(facts.service.grace + TimeInterval(state.hold))
      return Text(
        title: "Rebuild",
        question: "Rebuild \(name) \(remoteAccess ? "with" : "without") remote access?",
        consequences: ["It runs with the current configuration."]
          + (state.stack.map { ["It runs on the stack \($0), not on \(build.stack)."] } ?? [])
          + (remoteAccess ? ["The machine stays open while it runs and \(grace) after."] : [])
          + (remoteAccess && isOnPage
            ? ["The way in stands on the new build's page; copied there, it is pasted here."] : []),
        yes: "rebuild", no: "leave it")
    case .abort:
      return Text(
        title: "Abort", question: "Abort \(name)?",
        consequences: ["Its steps end at once."]
          + (build.isRemote ? ["Remote access to it ends with it."] : []),
        yes: "abort", no: "let it run")
    case .sendAway:
      return Text(
        title: "Send away", question: "Send the kept machine of \(name) away?",
        consequences: ["What failed in it cannot be looked at any more."],
        yes: "send away", no: "keep it")
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

extension Question.State {
  /// Whether the machine can be asked to stay open longer.
  var takesHold: Bool { canHold && subject == .rebuild(remoteAccess: true) }

  /// The kinds of machine that a rebuild could have instead of the build's own.
  func stacks(_ facts: Facts) -> [String] {
    guard case .rebuild = subject, let own = facts.build(build)?.stack else { return [] }
    return facts.service.stacks.filter { $0 != own.rawValue }
  }

  /// The build's own, then each of the others.
  fileprivate mutating func changeStack(among stacks: [String]) -> Question.Outcome {
    let next = stack.map { (stacks.firstIndex(of: $0) ?? 0) + 1 } ?? 0
    stack = stacks.indices.contains(next) ? stacks[next] : nil
    return .undecided
  }

  fileprivate mutating func changeHold(by step: Int) -> Question.Outcome {
    guard takesHold else { return .undecided }
    let index = (Question.holds.firstIndex(of: hold) ?? 0) + step
    if Question.holds.indices.contains(index) { hold = Question.holds[index] }
    return .undecided
  }
}
