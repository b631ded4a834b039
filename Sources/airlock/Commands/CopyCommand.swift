import ArgumentParser
import BuildModel
import Dashboard
import Foundation
import Workstation

struct CopyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy",
    abstract: "Put what opens a build's machine onto the clipboard.",
    discussion: """
      Says how it was copied, and never claims more than it knows: a terminal that was asked to \
      copy does not confirm it. The secret itself is never printed, and is taken off the clipboard \
      after 45 s where it is known to be still there.

      airlock copy 42 password
      airlock copy 42 json-with-secrets
      """)

  enum What: String, ExpressibleByArgument, CaseIterable {
    case command, password, address, port, user, fingerprint, card, shell, json
    case cardWithSecrets = "card-with-secrets"
    case shellWithSecrets = "shell-with-secrets"
    case jsonWithSecrets = "json-with-secrets"
    case sshConfig = "ssh-config"
    case screen
    case screenPassword = "screen-password"
  }

  @Argument(help: .build, completion: .builds)
  var build: String

  @Argument(help: "What to copy.")
  var what = What.command

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (_, build, access) = try await session.door(self.build)
      let text = try Self.text(what, of: access)
      let outcome = await Clipboard(environment: ProcessInfo.processInfo.environment)
        .copy(text.text)
      switch outcome {
      case .copied(let program):
        let isErased =
          text.isSecret && SecretOnClipboard.eraseLater(text.text, copiedWith: program)
        if json {
          return try Output.json(
            ActOutput(
              "copy", build,
              [
                "what": .text(what.rawValue), "by": .text(program), "is_confirmed": true,
                "is_erased_later": .flag(isErased),
              ]))
        }
        Output.line(
          "Copied \(text.label) with \(program)"
            + (isErased ? ", for \(ClipboardErasure.delay) s." : "."))
      case .nowhere(let reason):
        throw ProgramError(
          .failed, "Nothing was copied: \(reason) `airlock access BUILD --show-secrets` shows it.")
      case .sendToTerminal(let sequence):
        guard try Self.send(sequence) else {
          throw ProgramError(
            .failed,
            "There is no clipboard here and no terminal to ask; install wl-clipboard or xclip, or"
              + " use `airlock access BUILD --show-secrets`.")
        }
        if json {
          return try Output.json(
            ActOutput(
              "copy", build,
              ["what": .text(what.rawValue), "by": "terminal", "is_confirmed": false]))
        }
        Output.line("Sent \(text.label) to the terminal, which does not confirm it.")
      }
    }
  }

  static func text(_ what: What, of access: RemoteAccess) throws -> CopyText {
    guard access.ssh != nil else {
      throw ProgramError(.failed, "The machine is not open: \(closedReason(access)).")
    }
    let titles: [What: String] = [
      .command: "command", .password: "password", .address: "address", .port: "port",
      .user: "user", .fingerprint: "fingerprint", .card: "all without secrets",
      .cardWithSecrets: "all with secrets", .screen: "screen share",
      .screenPassword: "screen password", .sshConfig: AccessCard.sshConfig.title,
      .shell: AccessCard.shell.title, .json: AccessCard.json.title,
      .shellWithSecrets: "\(AccessCard.shell.title) with secrets",
      .jsonWithSecrets: "\(AccessCard.json.title) with secrets",
    ]
    let entries = CopyMenu.entries(access, glyphs: .ascii)
    guard let entry = entries.first(where: { $0.title == titles[what] }) else {
      if access.screenShare == nil, what == .screen || what == .screenPassword {
        throw ProgramError(
          .failed, access.screenShareUnavailable ?? "The machine has no screen to share.")
      }
      throw ProgramError(.noPermission, "The service does not tell you the \(what.rawValue).")
    }
    return entry.text
  }

  private static func closedReason(_ access: RemoteAccess) -> String {
    guard case .closed(let reason, _) = access.state else { return "it is still being made" }
    return reason.sentence
  }

  /// Asks the terminal itself, whatever our output is connected to.
  private static func send(_ sequence: String) throws -> Bool {
    let terminal = open("/dev/tty", O_WRONLY | O_CLOEXEC)
    guard terminal >= 0 else { return false }
    defer { close(terminal) }
    Output.write(sequence, to: terminal)
    return true
  }
}
