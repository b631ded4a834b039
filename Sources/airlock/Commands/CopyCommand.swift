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
      """)

  enum What: String, ExpressibleByArgument, CaseIterable {
    case command, password, address, port, user, fingerprint, card
    case cardWithSecrets = "card-with-secrets"
    case sshConfig = "ssh-config"
    case screen
    case screenPassword = "screen-password"
  }

  @Argument(help: .build)
  var build: String

  @Argument(help: "What to copy.")
  var what = What.command

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let access = try await session.client.access(app.slug, build.slug)
      let text = try Self.text(what, of: access)
      let outcome = await Clipboard(environment: ProcessInfo.processInfo.environment)
        .copy(text.text)
      switch outcome {
      case .copied(let program):
        let isErased =
          text.isSecret && SecretOnClipboard.eraseLater(text.text, copiedWith: program)
        Output.line(
          "Copied \(text.label) with \(program)"
            + (isErased ? ", for \(ClipboardErasure.delay) s." : "."))
      case .sendToTerminal(let sequence):
        guard try Self.send(sequence) else {
          throw ProgramError(
            .failed,
            "There is no clipboard here and no terminal to ask; install wl-clipboard or xclip, or"
              + " use `airlock access BUILD --show-secrets`.")
        }
        Output.line("Sent \(text.label) to the terminal, which does not confirm it.")
      }
    }
  }

  static func text(_ what: What, of access: RemoteAccess) throws -> CopyText {
    guard let ssh = access.ssh else {
      throw ProgramError(.failed, "The machine is not open: \(closedReason(access)).")
    }
    if what == .sshConfig {
      return CopyText(label: "an ssh_config block", text: Self.block(ssh, access))
    }
    let titles: [What: String] = [
      .command: "command", .password: "password", .address: "address", .port: "port",
      .user: "user", .fingerprint: "fingerprint", .card: "all without secrets",
      .cardWithSecrets: "all with secrets", .screen: "screen share",
      .screenPassword: "screen password",
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

  private static func block(_ ssh: SSHCredentials, _ access: RemoteAccess) -> String {
    """
    Host airlock-\(access.build)
      HostName \(ssh.host)
      Port \(ssh.port)
      User \(ssh.username)
      PreferredAuthentications password
      PubkeyAuthentication no

    """
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
