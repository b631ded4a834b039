import Foundation

/// Takes a secret off the clipboard again, where it is still there.
package struct ClipboardErasure: Sendable {
  /// How long a copied secret stays, in seconds.
  package static let delay = 45
  /// Tells our own binary that it lives only to do this; holds the program and the seconds.
  package static let variable = "AIRLOCK_CLEAR_CLIPBOARD"

  private let program: String
  private let environment: [String: String]

  /// - Parameter program: which copied the secret.
  /// - Returns: nil where nobody can tell whether the clipboard still holds it.
  package init?(program: String, environment: [String: String]) {
    guard program == "tmux" || Self.reading(program) != nil else { return nil }
    self.program = program
    self.environment = environment
  }

  /// Erases the secret; whatever else was copied meanwhile stays.
  package func erase(_ secret: String) async {
    guard program == "tmux" else {
      if await output(Self.reading(program) ?? []) == secret { await empty() }
      return
    }
    // Newer copies hide older ones there and do not replace them.
    let names = await output(["tmux", "list-buffers", "-F", "#{buffer_name}"]) ?? ""
    for name in names.split(separator: "\n").map(String.init) {
      guard await output(["tmux", "show-buffer", "-b", name]) == secret else { continue }
      await run(["tmux", "delete-buffer", "-b", name])
    }
  }

  private func empty() async {
    switch program {
    case "wl-copy": await run(["wl-copy", "--clear"])
    case "xsel": await run(["xsel", "--clipboard", "--clear"])
    case "xclip": await run(["xclip", "-selection", "clipboard", "-in"])
    default: await run([program])
    }
  }

  private static func reading(_ program: String) -> [String]? {
    switch program {
    case "pbcopy": ["pbpaste"]
    case "wl-copy": ["wl-paste", "--no-newline"]
    case "xclip": ["xclip", "-selection", "clipboard", "-out"]
    case "xsel": ["xsel", "--clipboard", "--output"]
    default: nil
    }
  }

  private func output(_ words: [String]) async -> String? {
    guard let name = words.first,
      let path = ProgramSearch.path(of: name, environment: environment)
    else { return nil }
    return await ProgramRun.output(
      path, Array(words.dropFirst()), environment: environment, limit: 64 << 10)?.output
  }

  private func run(_ words: [String]) async {
    guard let name = words.first,
      let path = ProgramSearch.path(of: name, environment: environment)
    else { return }
    _ = await ProgramRun.run(path, Array(words.dropFirst()), environment: environment)
  }
}
