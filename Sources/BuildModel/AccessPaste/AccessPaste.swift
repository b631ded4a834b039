/// What a person has pasted of a build's remote access, taken apart and checked part by part.
///
/// Nothing in it is believed until the person has seen it: a paste comes from a web page.
package struct AccessPaste: Sendable, Equatable, Codable {
  /// Where a door is.
  package struct Address: Sendable, Equatable, Codable {
    /// A name or an address; never anything that a program could take for an option.
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// `host:port`, with the brackets that an IPv6 address needs.
    package var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  }

  package var ssh: Address?
  package var username: String?
  /// Opens both ways in, unless the screen has one of its own.
  package var password: String?
  package var screen: Address?
  package var screenUsername: String?
  package var screenPassword: String?

  package init() {}

  /// A part of the way in that a person must have pasted before they get in.
  package enum Part: Sendable, Equatable, CaseIterable {
    case sshCommand, password
  }

  /// What still has to be pasted before ssh gets in.
  package var missing: [Part] {
    Part.allCases.filter { part in
      switch part {
      case .sshCommand: ssh == nil || username == nil
      case .password: password == nil
      }
    }
  }

  package var isEmpty: Bool { self == AccessPaste() }

  /// Takes over what another paste has more of; where both tell, the newer one counts.
  package mutating func add(_ newer: AccessPaste) {
    ssh = newer.ssh ?? ssh
    username = newer.username ?? username
    password = newer.password ?? password
    screen = newer.screen ?? screen
    screenUsername = newer.screenUsername ?? screenUsername
    screenPassword = newer.screenPassword ?? screenPassword
  }

  /// An address alone is taken for the screen's, as Bitrise shows it; this says otherwise.
  package mutating func turnAddressRound() {
    (ssh, screen) = (screen, ssh)
    if ssh != nil, username == nil { username = screenUsername ?? Self.usualUsername }
  }

  /// The name on every machine that Bitrise's pages have shown.
  package static let usualUsername = "vagrant"

  /// What ssh needs; nil while a part is missing.
  package var sshCredentials: SSHCredentials? {
    guard let ssh, let username, let password else { return nil }
    return SSHCredentials(
      host: ssh.host, port: ssh.port, username: username, password: password, hostKey: nil,
      hostKeyFingerprint: nil)
  }

  /// What a viewer needs; nil where no address of a screen was pasted.
  package var screenCredentials: ScreenShareCredentials? {
    guard let screen else { return nil }
    return ScreenShareCredentials(
      address: screen.text, username: screenUsername ?? username ?? Self.usualUsername,
      password: screenPassword ?? password)
  }
}

extension AccessPaste.Part {
  /// What to look for on the page.
  package var words: String {
    switch self {
    case .sshCommand: "the ssh command"
    case .password: "the password"
    }
  }
}

/// Why a paste is not taken, in one sentence that shows the piece that is wrong.
package struct PasteRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  package let sentence: String
  package var description: String { sentence }

  package init(_ sentence: String) { self.sentence = sentence }
}

extension AccessPaste: CustomReflectable, CustomStringConvertible {
  package var description: String {
    "AccessPaste(ssh: \(ssh?.text ?? "-"), screen: \(screen?.text ?? "-"))"
  }

  /// Without the passwords, wherever it is printed.
  package var customMirror: Mirror {
    Mirror(self, children: ["ssh": ssh?.text ?? "-", "screen": screen?.text ?? "-"])
  }
}
