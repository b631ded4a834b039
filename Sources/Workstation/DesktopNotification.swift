/// A notification of the desktop's own, for terminals that show none.
package struct DesktopNotification: Sendable {
  private let environment: [String: String]

  package init(environment: [String: String]) { self.environment = environment }

  /// Shows a sentence, where this computer's desktop can be reached; says nothing of it otherwise,
  /// for whoever calls has rung and written it on the screen.
  package func show(_ sentence: String) {
    guard let words = words(sentence), let program = words.first else { return }
    let (arguments, environment) = (Array(words.dropFirst()), environment)
    Task { _ = await ProgramRun.run(program, arguments, environment: environment) }
  }

  /// The program and what it is called with; nil on a computer that is only reached by ssh, where
  /// nobody sits before the desktop, and where there is no desktop.
  func words(_ sentence: String) -> [String]? {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    guard !isSet("SSH_CONNECTION") else { return nil }
    if isSet("DISPLAY") || isSet("WAYLAND_DISPLAY"),
      let program = ProgramSearch.path(of: "notify-send", environment: environment)
    {
      return [program, "--app-name=airlock", "--", "airlock", sentence]
    }
    #if os(macOS)
      // The sentence is an argument of the script's, and never a part of it.
      return [
        "/usr/bin/osascript", "-e",
        "on run argv", "-e", "display notification (item 1 of argv) with title \"airlock\"",
        "-e", "end run", sentence,
      ]
    #else
      return nil
    #endif
  }
}
