package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// What opens the door of one machine over SSH.
package struct SSHCredentials: Sendable, Equatable, Codable {
  package var host: String
  package var port: Int
  package var username: String
  /// Nil where the caller may not see it, or has not asked to.
  package var password: String?
  /// The machine's public key in the form of a `known_hosts` line's last two fields.
  package var hostKey: String?
  /// `SHA256:…`, as `ssh-keygen -l` prints it.
  package var hostKeyFingerprint: String?

  package init(
    host: String, port: Int, username: String, password: String?, hostKey: String?,
    hostKeyFingerprint: String?
  ) {
    self.host = host
    self.port = port
    self.username = username
    self.password = password
    self.hostKey = hostKey
    self.hostKeyFingerprint = hostKeyFingerprint
  }

  /// The command for a person to run by hand; holds no secret.
  package var command: String {
    "ssh -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=/dev/null"
      + " \(username)@\(host) -p \(port)"
  }
}

/// What opens a machine's desktop.
package struct ScreenShareCredentials: Sendable, Equatable, Codable {
  /// `host:port`.
  package var address: String
  package var username: String
  package var password: String?

  package init(address: String, username: String, password: String?) {
    self.address = address
    self.username = username
    self.password = password
  }
}

/// Everything about the way into one build's machine, at one moment of the service's clock.
package struct RemoteAccess: Sendable, Equatable {
  package var build: BuildSlug
  package var state: AccessWindow.State
  package var openedAt: Date?
  package var grace: TimeInterval
  /// Seconds added by the user.
  package var hold: TimeInterval
  /// When the build's own time limit ends it.
  package var buildLimitAt: Date?
  package var noOutputLimitAt: Date?
  /// The service's clock when it answered: count on it, not on one's own.
  package var serverTime: Date
  package var ssh: SSHCredentials?
  package var screenShare: ScreenShareCredentials?
  /// Why there is no screen share and which stack has one.
  package var screenShareUnavailable: String?
  package var sourceFolder: String?
  /// How many people are inside now.
  package var connections: Int
  /// What the state rests on where the service does not tell it; nil where it does.
  package var estimate: WindowEstimate?

  package init(
    build: BuildSlug, state: AccessWindow.State, openedAt: Date? = nil, grace: TimeInterval,
    hold: TimeInterval = 0, buildLimitAt: Date? = nil, noOutputLimitAt: Date? = nil,
    serverTime: Date, ssh: SSHCredentials? = nil, screenShare: ScreenShareCredentials? = nil,
    screenShareUnavailable: String? = nil, sourceFolder: String? = nil, connections: Int = 0,
    estimate: WindowEstimate? = nil
  ) {
    self.build = build
    self.state = state
    self.openedAt = openedAt
    self.grace = grace
    self.hold = hold
    self.buildLimitAt = buildLimitAt
    self.noOutputLimitAt = noOutputLimitAt
    self.serverTime = serverTime
    self.ssh = ssh
    self.screenShare = screenShare
    self.screenShareUnavailable = screenShareUnavailable
    self.sourceFolder = sourceFolder
    self.connections = connections
    self.estimate = estimate
  }
}

/// The sentence for a stack without a desktop (design.md section 2, rule 3).
package let linuxHasNoScreenShare =
  "A plain Linux stack has no desktop to share; linux-desktop has one."

extension Stack {
  /// Why a machine's screen cannot be seen, and which stack's can.
  ///
  /// - Parameters:
  ///   - name: the machine's stack.
  ///   - stacks: those that the service has.
  /// - Returns: nil where it can be seen.
  package static func screenShareUnavailable(_ name: StackName, among stacks: [Stack]) -> String? {
    let stack = stacks.first { $0.name == name }
    if stack?.hasScreenShare == true { return nil }
    let others = stacks.filter(\.hasScreenShare).map(\.name.rawValue)
    guard !others.isEmpty else {
      return "The stack \(name) has no desktop to share, and this service has none with one:"
        + " linux-desktop comes with the package tigervnc-standalone-server."
    }
    return "The stack \(name) has no desktop to share; rebuild with the stack"
      + " \(others.joined(separator: " or ")) to see one."
  }
}
