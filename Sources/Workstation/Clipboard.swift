import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

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
    return .sendToTerminal(sequence: ClipboardOutcome.sequence(for: text))
  }

  private func feed(_ text: String, to words: [String]) async -> Bool {
    // Clipboard programs stay behind as the selection's owner: nothing of theirs is waited for
    // but the exit of the process that was started.
    let result = try? await run(
      .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
      input: .string(text), output: .discarded, error: .discarded)
    return result?.terminationStatus.isSuccess == true
  }
}
