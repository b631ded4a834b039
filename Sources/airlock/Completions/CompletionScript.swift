import ArgumentParser

/// What a shell reads to complete our words: the parser's own script, and `--connection`.
///
/// That option stands anywhere and is no command's, so the parser does not know it. Its name is
/// completed here, and the rest of the line as if it did not stand there.
struct CompletionScript {
  static let option = "--generate-completion-script"

  let shell: CompletionShell

  /// Nil where the words ask for something else.
  init?(_ words: [String]) {
    guard let first = words.first else { return nil }
    let name: String?
    if first == Self.option {
      name = words.dropFirst().first ?? CompletionShell.autodetected()?.rawValue
    } else if first.hasPrefix(Self.option + "=") {
      name = String(first.dropFirst(Self.option.count + 1))
    } else {
      return nil
    }
    // What is no shell the parser complains about.
    guard let shell = name.flatMap(CompletionShell.init(rawValue:)) else { return nil }
    self.shell = shell
  }

  var text: String {
    let script = AirlockCommand.completionScript(for: shell)
    switch shell {
    case .bash:
      // Ours takes the place of its function, and calls it.
      return script.replacing("\n_airlock() {", with: "\n_airlock_words() {")
        .replacing("\ncomplete -o", with: "\n\(Self.bash)\ncomplete -o")
    case .zsh:
      return script.replacing("\n_airlock() {", with: "\n_airlock_words() {")
        .replacing("\nif [[ \"${funcstack", with: "\n\(Self.zsh)\nif [[ \"${funcstack")
    default:
      return script.replacing(
        "unparsed_tokens (__airlock_tokens -pc)",
        with: "unparsed_tokens (__airlock_tokens -pc | __airlock_without_connection)")
        + "\n" + Self.fish
    }
  }
}
