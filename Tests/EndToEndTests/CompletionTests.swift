import Foundation
import TestSupport
import Testing

/// What bash offers after a real line, asked as it asks itself.
@Suite struct CompletionTests {
  private static let asking = #"""
    source ./completions
    ask() {
        COMP_LINE="${1}"; COMP_POINT=${#1}; COMPREPLY=()
        read -ra COMP_WORDS <<< "${1//=/ = }"
        [[ "${1}" == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        local word="${COMP_WORDS[COMP_CWORD]}"
        _airlock "${airlock}" "${word#=}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[*]}"
    }
    ask "${airlock} ${line}"
    """#

  /// What is offered at the end of a line.
  private func offers(_ line: String, in home: AirlockHome) throws -> [String] {
    let script = home.folder.url.appending(path: "completions")
    try Data(try home.run("--generate-completion-script", "bash").output.utf8).write(to: script)
    let output = home.folder.url.appending(path: "offers").path
    let here = ["airlock": try AirlockHome.program(), "line": line]
    _ = try runToEnd(
      ["/bin/bash", "-c", "cd; \(Self.asking)"],
      environment: home.environment.merging(here) { $1 }, output: output)
    return try String(contentsOfFile: output, encoding: .utf8).split(whereSeparator: \.isWhitespace)
      .map(String.init)
  }

  @Test(arguments: ["ssh ", "show ", "--connection local log ", "access --connection=local "])
  func `builds are offered where one is to be named`(line: String) throws {
    let home = try AirlockHome(grace: "1s")
    defer { home.end() }
    _ = try home.run()
    // A computer with much else to do may need more than the second that an offer may take.
    try waitUntil("builds to be offered") { Set(try offers(line, in: home)) == ["1", "2"] }
  }

  @Test func `no service is started for the sake of an offer`() throws {
    let home = try AirlockHome(grace: "1s")
    #expect(try offers("ssh ", in: home).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: home.data.path))
  }

  @Test(arguments: [
    ("--connection ", ["local", "team"]), ("ssh --connection=", ["local", "team"]),
    ("ssh 1 --connection t", ["team"]), ("connection use ", ["local", "team"]),
    ("ssh --c", ["--connection"]), ("--connection team sh", ["show"]),
    ("copy 1 sc", ["screen", "screen-password"]), ("ssh 1 -- --connection ", []),
  ])
  func `names of connections and of what can be copied are offered`(
    line: String, names: [String]
  ) throws {
    let home = try AirlockHome(grace: "1s")
    let book = home.folder.url.appending(path: ".config/airlock/connections.json")
    try Data(
      #"{"connections":[{"name":"team","url":"http://127.0.0.1:9","kind":"airlock","token":{"file":{}}}]}"#
        .utf8
    ).write(to: book)
    #expect(try offers(line, in: home) == names)
  }

  @Test(.timeLimit(.minutes(1))) func `a service that does not answer holds up no line`() throws {
    let server = try SilentServer()
    let home = try AirlockHome(
      grace: "1s",
      variables: [
        "AIRLOCK_TOKEN": "secret", "AIRLOCK_URL": "http://127.0.0.1:\(server.port)",
        "AIRLOCK_CONNECTION": "environment",
      ])
    let begun = ContinuousClock.now
    #expect(try offers("ssh ", in: home).isEmpty)
    #expect(ContinuousClock.now - begun < .seconds(5))
  }
}
