package import BuildModel
package import Foundation

/// The `data` of the remote-access extension (design.md section 5).
package struct RemoteAccessBody: Codable, Sendable, Equatable {
  package enum State: String, Codable, Sendable {
    case opening, open, closing, closed
  }

  package struct SSH: Codable, Sendable, Equatable {
    package var host: String
    package var port: Int
    package var username: String
    @Nullable package var password: String? = nil
    package var command: String
    @Nullable package var hostKey: String? = nil
    @Nullable package var hostKeyFingerprint: String? = nil

    enum CodingKeys: String, CodingKey {
      case host, port, username, password, command
      case hostKey = "host_key"
      case hostKeyFingerprint = "host_key_fingerprint"
    }
  }

  package struct ScreenShare: Codable, Sendable, Equatable {
    package var address: String
    package var username: String
    @Nullable package var password: String? = nil
  }

  package var appSlug: AppSlug
  package var buildSlug: BuildSlug
  package var state: State
  @Nullable package var openedAt: Date? = nil
  @Nullable package var closesAt: Date? = nil
  @Nullable package var closedAt: Date? = nil
  @Nullable package var closedReason: AccessWindow.ClosedReason? = nil
  package var graceSeconds: Double
  package var holdSeconds: Double
  @Nullable package var buildLimitAt: Date? = nil
  @Nullable package var noOutputLimitAt: Date? = nil
  package var serverTime: Date
  @Nullable package var ssh: SSH? = nil
  @Nullable package var screenShare: ScreenShare? = nil
  @Nullable package var screenShareUnavailable: String? = nil
  @Nullable package var sourceDir: String? = nil
  package var connections: Int
  /// What the state rests on, where this computer has estimated it; no service sends it.
  package var estimate: WindowEstimate?

  enum CodingKeys: String, CodingKey {
    case appSlug = "app_slug"
    case buildSlug = "build_slug"
    case state, ssh, connections, estimate
    case openedAt = "opened_at"
    case closesAt = "closes_at"
    case closedAt = "closed_at"
    case closedReason = "closed_reason"
    case graceSeconds = "grace_seconds"
    case holdSeconds = "hold_seconds"
    case buildLimitAt = "build_limit_at"
    case noOutputLimitAt = "no_output_limit_at"
    case serverTime = "server_time"
    case screenShare = "screen_share"
    case screenShareUnavailable = "screen_share_unavailable"
    case sourceDir = "source_dir"
  }

  package init(_ access: RemoteAccess, app: AppSlug) {
    appSlug = app
    buildSlug = access.build
    graceSeconds = access.grace
    holdSeconds = access.hold
    serverTime = access.serverTime
    connections = access.connections
    state =
      switch access.state {
      case .opening: .opening
      case .open: .open
      case .closing: .closing
      case .closed: .closed
      }
    if case .closing(let deadline) = access.state { closesAt = deadline }
    if case .closed(let reason, let at) = access.state {
      closedReason = reason
      closedAt = at
    }
    openedAt = access.openedAt
    buildLimitAt = access.buildLimitAt
    noOutputLimitAt = access.noOutputLimitAt
    ssh = access.ssh.map {
      SSH(
        host: $0.host, port: $0.port, username: $0.username, password: $0.password,
        command: $0.command, hostKey: $0.hostKey, hostKeyFingerprint: $0.hostKeyFingerprint)
    }
    screenShare = access.screenShare.map {
      ScreenShare(address: $0.address, username: $0.username, password: $0.password)
    }
    screenShareUnavailable = access.screenShareUnavailable
    sourceDir = access.sourceFolder
    estimate = access.estimate
  }

  /// In our own words.
  package var access: RemoteAccess {
    let state: AccessWindow.State =
      switch self.state {
      case .opening: .opening
      case .open: .open
      case .closing: .closing(deadline: closesAt ?? serverTime)
      case .closed: .closed(closedReason ?? .graceOver, at: closedAt ?? serverTime)
      }
    return RemoteAccess(
      build: buildSlug, state: state, openedAt: openedAt, grace: graceSeconds, hold: holdSeconds,
      buildLimitAt: buildLimitAt, noOutputLimitAt: noOutputLimitAt, serverTime: serverTime,
      ssh: ssh.map {
        SSHCredentials(
          host: $0.host, port: $0.port, username: $0.username, password: $0.password,
          hostKey: $0.hostKey, hostKeyFingerprint: $0.hostKeyFingerprint)
      },
      screenShare: screenShare.map {
        ScreenShareCredentials(
          address: $0.address, username: $0.username, password: $0.password)
      }, screenShareUnavailable: screenShareUnavailable, sourceFolder: sourceDir,
      connections: connections, estimate: estimate)
  }
}

/// `POST …/remote-access/extend`.
package struct ExtendRequest: Codable, Sendable {
  package var seconds: Int
  package init(seconds: Int) { self.seconds = seconds }
}
