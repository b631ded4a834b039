import BuildAPI
import BuildDatabase
import BuildModel
import Foundation

/// What opens a machine, kept in memory only.
struct Door: Sendable, Equatable {
  var credentials: SSHCredentials
  /// Nil for a machine without a desktop.
  var screen: ScreenShareCredentials?
  var sourceFolder: String
  var buildLimitAt: Date
  /// When the step that runs now is ended, should it say no more.
  var noOutputLimitAt: Date?
}

extension AppBody {
  init(_ app: SeenApp) {
    self.init(app.app, owner: Owner(name: app.owner.name, slug: app.owner.slug.rawValue))
  }
}

extension BuildBody {
  init(_ stored: StoredBuild, repository: AppBody? = nil) throws {
    self.init(stored.build, parameters: try stored.buildParams, repository: repository)
  }
}

extension StoredBuild {
  /// What the build was asked for with.
  var buildParams: BuildParams {
    get throws {
      try WireCoding.decoder().decode(BuildParams.self, from: Data(parameters.utf8))
    }
  }
}

extension RemoteAccess {
  init(
    _ build: Build, _ stored: StoredWindow, door: Door?, showsSecrets: Bool, stacks: [Stack],
    at now: Date
  ) {
    var credentials = stored.window.isClosed ? nil : door?.credentials
    var screen = stored.window.isClosed ? nil : door?.screen
    if !showsSecrets {
      credentials?.password = nil
      screen?.password = nil
    }
    let runs = !build.status.isFinished
    self.init(
      build: build.slug, state: stored.window.state, openedAt: stored.window.openedAt,
      grace: stored.window.grace, hold: stored.window.extra,
      buildLimitAt: runs ? door?.buildLimitAt : nil,
      noOutputLimitAt: runs ? door?.noOutputLimitAt : nil, serverTime: now,
      ssh: credentials, screenShare: screen,
      screenShareUnavailable: screen == nil
        ? Stack.screenShareUnavailable(build.stack, among: stacks) : nil,
      sourceFolder: door?.sourceFolder, connections: stored.connections)
  }
}
