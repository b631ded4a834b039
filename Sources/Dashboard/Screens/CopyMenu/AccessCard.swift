package import BuildModel
import TerminalSurface

/// All that opens a machine as one text, for a person or a program, with secrets or without.
package enum AccessCard: String, Sendable, CaseIterable {
  /// Lines that a person reads.
  case lines
  /// Variables and a command for a shell.
  case shell
  case json
  /// A block for `ssh_config`; a password has no place there but a comment.
  case sshConfig

  package var title: String {
    switch self {
    case .lines: "all"
    case .shell: "all as shell"
    case .json: "all as JSON"
    case .sshConfig: "ssh_config"
    }
  }

  /// The text; nil where the service has not told the way in.
  package func text(_ access: RemoteAccess, withSecrets: Bool) -> String? {
    guard var ssh = access.ssh else { return nil }
    var screen = access.screenShare
    if !withSecrets {
      ssh.password = nil
      screen?.password = nil
    }
    switch self {
    case .lines: return Self.lines(ssh, screen, access)
    case .shell: return Self.shell(ssh, screen, access)
    case .json: return Self.json(ssh, screen, access)
    case .sshConfig: return Self.sshConfig(ssh, access)
    }
  }

  private static func lines(
    _ ssh: SSHCredentials, _ screen: ScreenShareCredentials?, _ access: RemoteAccess
  ) -> String {
    var lines = [
      "Command: \(ssh.command)", "Address: \(ssh.host)", "Port: \(ssh.port)",
      "User: \(ssh.username)",
    ]
    if let password = ssh.password { lines.append("Password: \(password)") }
    if let fingerprint = ssh.hostKeyFingerprint { lines.append("Host key: \(fingerprint)") }
    if let screen {
      lines.append("Screen: vnc://\(screen.address)")
      if let secret = screen.password { lines.append("Its password: \(secret)") }
    }
    if let folder = access.sourceFolder { lines.append("Source: \(folder)") }
    return lines.map(Sanitizer.visible).joined(separator: "\n") + "\n"
  }

  private static func pairs(
    _ ssh: SSHCredentials, _ screen: ScreenShareCredentials?, _ access: RemoteAccess
  ) -> [(String, String)] {
    let all: [(String, String?)] = [
      ("host", ssh.host), ("port", String(ssh.port)), ("username", ssh.username),
      ("password", ssh.password), ("host_key", ssh.hostKey),
      ("host_key_fingerprint", ssh.hostKeyFingerprint), ("command", ssh.command),
      ("source_dir", access.sourceFolder), ("screen_address", screen?.address),
      ("screen_username", screen?.username), ("screen_password", screen?.password),
    ]
    return all.compactMap { name, value in value.map { (name, Sanitizer.visible($0)) } }
  }

  private static func shell(
    _ ssh: SSHCredentials, _ screen: ScreenShareCredentials?, _ access: RemoteAccess
  ) -> String {
    pairs(ssh, screen, access).filter { $0.0 != "command" }.map { name, value in
      "airlock_\(name)='\(value.replacing("'", with: "'\\''"))'\n"
    }.joined()
      + """
      ssh -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=/dev/null \
      -p "$airlock_port" "$airlock_username@$airlock_host"

      """
  }

  private static func json(
    _ ssh: SSHCredentials, _ screen: ScreenShareCredentials?, _ access: RemoteAccess
  ) -> String {
    let lines = pairs(ssh, screen, access).map { name, value in
      name == "port" ? "  \"port\": \(value)" : "  \"\(name)\": \(quoted(value))"
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.map { character -> String in
      character == "\"" || character == "\\" ? "\\\(character)" : String(character)
    }
    return "\"\(escaped.joined())\""
  }

  private static func sshConfig(_ ssh: SSHCredentials, _ access: RemoteAccess) -> String {
    let lines = [
      "Host airlock-\(access.build)", "  HostName \(ssh.host)", "  Port \(ssh.port)",
      "  User \(ssh.username)", "  PreferredAuthentications password",
      "  PubkeyAuthentication no", "  StrictHostKeyChecking accept-new",
      "  UserKnownHostsFile /dev/null",
    ]
    let remarks = [
      ssh.hostKeyFingerprint.map { "  # Host key: \($0)" },
      ssh.password.map { "  # Password: \($0)" },
    ].compactMap(\.self)
    return (lines + remarks).map(Sanitizer.visible).joined(separator: "\n") + "\n"
  }
}
