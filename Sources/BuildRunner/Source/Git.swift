import Foundation

/// git, kept from everything that could make it run something else or ask somebody.
struct Git: Sendable {
  private let environment: [String: String]
  private let outputPath: String

  /// - Parameter credential: a line of git's credential store, which goes into a file that only
  ///   this user reads and that is gone after the clone: never to an argument or a variable.
  init(workspace: String, credential: String?) throws {
    outputPath = workspace + "/output"
    var settings = """
      [safe]
      \tdirectory = *
      [core]
      \thooksPath = /dev/null
      \tfsmonitor = false
      [protocol "ext"]
      \tallow = never
      [advice]
      \tdetachedHead = false
      [gc]
      \tauto = 0
      """
    if let credential {
      try Self.write(credential + "\n", to: workspace + "/credentials")
      settings += "\n[credential]\n\thelper = store --file=\"\(workspace)/credentials\""
    }
    let settingsPath = workspace + "/settings"
    try Self.write(settings + "\n", to: settingsPath)
    environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
      .merging([
        "GIT_CONFIG_GLOBAL": settingsPath, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/false", "SSH_ASKPASS": "/bin/false",
        "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ControlMaster=no",
        "GIT_LFS_SKIP_SMUDGE": "1", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
        "LC_ALL": "C", "PWD": "/",
      ]) { $1 }
  }

  func run(_ arguments: [String]) async throws -> HostCommand.Result {
    try await HostCommand(
      arguments: ["git"] + arguments, environment: environment, outputPath: outputPath
    ).run()
  }

  /// Runs git and throws a sentence that ends with git's own last line where it fails.
  @discardableResult
  func succeed(_ arguments: [String], or sentence: String) async throws -> String {
    let result = try await run(arguments)
    guard result.status == 0 else {
      let reason = Self.reason(in: result.output) ?? "git ended with \(result.status)"
      throw RunError(sentence + ": " + reason)
    }
    return result.output
  }

  /// What git says is wrong, in one line; nil where it says nothing.
  private static func reason(in output: String) -> String? {
    let lines = output.split(whereSeparator: \.isNewline)
    let place = lines.lastIndex { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") }
    guard let place else { return lines.last.map(String.init) }
    // Here git only says that ssh has failed; why, ssh has said before.
    let isOfSSH = lines[place] == "fatal: Could not read from remote repository."
    let line = isOfSSH && place > 0 ? lines[place - 1] : lines[place]
    return String(line.replacing(#/^(fatal|error): /#, with: ""))
  }

  /// The full hash of the commit that a name stands for; nil where it stands for none.
  func commit(_ name: String, in folder: String) async throws -> String? {
    let result = try await run(
      ["-C", folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"])
    return result.status == 0 ? result.output.trimmingWhitespace() : nil
  }

  private static func write(_ text: String, to path: String) throws {
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw RunError("cannot write \(path): \(String(cString: strerror(errno)))") }
  }
}
