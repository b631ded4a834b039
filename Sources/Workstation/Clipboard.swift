/// The user's clipboard, by the best way there is.
package struct Clipboard: Sendable {
  private let environment: [String: String]

  package init(environment: [String: String]) { self.environment = environment }

  /// Copies text; a secret goes to a program's standard input only, never into its arguments.
  package func copy(_ text: String) async -> ClipboardOutcome {
    let routes = ClipboardRoute.routes(environment: environment) {
      ProgramSearch.path(of: $0, environment: environment) != nil
    }
    for case .program(let words) in routes.prefix(while: { $0 != .terminal }) {
      if await feed(text, to: words) { return .copied(with: words[0]) }
    }
    return terminal(text)
  }

  private func terminal(_ text: String) -> ClipboardOutcome {
    if let reason = ClipboardRoute.terminalRefuses(environment: environment) {
      return .nowhere(reason)
    }
    let sequence = ClipboardOutcome.sequence(for: text)
    guard sequence.utf8.count <= ClipboardOutcome.longest else {
      return .nowhere(
        "\(text.utf8.count) bytes are more than a terminal takes; install wl-clipboard or xclip.")
    }
    let isInScreen = environment["STY"]?.isEmpty == false
    return .sendToTerminal(
      sequence: isInScreen ? ClipboardOutcome.sequenceThroughScreen(for: text) : sequence)
  }

  private func feed(_ text: String, to words: [String]) async -> Bool {
    guard let program = ProgramSearch.path(of: words[0], environment: environment) else {
      return false
    }
    let result = await ProgramRun.run(
      program, Array(words.dropFirst()), input: Array(text.utf8), environment: environment)
    return result?.status == 0
  }
}
