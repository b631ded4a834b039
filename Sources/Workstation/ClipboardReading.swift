/// Reads what somebody has copied, where a program here can tell it.
package struct ClipboardReading: Sendable {
  private let environment: [String: String]

  package init(environment: [String: String]) { self.environment = environment }

  /// The text on the clipboard; nil where no program here tells it.
  package func text() async -> String? {
    for words in routes {
      guard let program = ProgramSearch.path(of: words[0], environment: environment),
        let answer = await ProgramRun.output(
          program, Array(words.dropFirst()), environment: environment, limit: 64 << 10),
        answer.status == 0, !answer.output.isEmpty
      else { continue }
      return answer.output
    }
    return nil
  }

  private var routes: [[String]] {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    var routes = [["pbpaste"]]
    if isSet("WAYLAND_DISPLAY") { routes.append(["wl-paste", "--no-newline"]) }
    if isSet("DISPLAY") {
      routes += [
        ["xclip", "-selection", "clipboard", "-out"], ["xsel", "--clipboard", "--output"],
      ]
    }
    if isSet("TMUX") { routes.append(["tmux", "save-buffer", "-"]) }
    return routes
  }
}
