import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Workstation

/// Whether and how a new build's machine can be entered, and what is waited for.
struct RemoteAccessOptions: ParsableArguments {
  enum Goal: String, ExpressibleByArgument, CaseIterable {
    case open, finished
  }

  @Flag(help: "Open the machine to SSH while the build runs and for the grace after it.")
  var remoteAccess = false

  @Option(
    help: "How long the machine stays open after the steps, before the grace begins, like 30m.")
  var hold: String?

  @Option(help: "A public key of yours that opens the machine, too; can be repeated.")
  var withKey: [String] = []

  @Flag(help: "Let every public key in ~/.ssh open the machine, too.")
  var myKeys = false

  @Option(help: "Wait until the machine is open, or until the build has finished.")
  var wait: Goal?

  func validate() throws {
    if wait == .open, !remoteAccess {
      throw ValidationError("--wait open needs --remote-access: no other build opens.")
    }
    if myKeys || !withKey.isEmpty, !remoteAccess {
      throw ValidationError("Keys need --remote-access: no other build has a door.")
    }
    guard let hold else { return }
    guard remoteAccess else {
      throw ValidationError("--hold needs --remote-access: no other build stays open.")
    }
    _ = try TimeSpan.wholeSeconds(hold, "--hold")
  }

  /// What is asked of the service.
  func wish(_ settings: Settings) throws -> RemoteAccessWish {
    RemoteAccessWish(
      remoteAccess: remoteAccess, hold: try hold.map { try TimeSpan.wholeSeconds($0, "--hold") },
      publicKeys: remoteAccess ? try keys(settings) : [])
  }

  /// What was named, or else what the configuration says.
  private func keys(_ settings: Settings) throws -> [String] {
    if withKey.isEmpty && !myKeys { return try settings.publicKeys.lines() }
    let named = try OwnKeys.Choice.files(withKey).lines()
    return try myKeys ? named + OwnKeys.Choice.mine.lines() : named
  }

  /// Waits for what was asked for.
  ///
  /// - Returns: the machine's ssh command where its opening was waited for.
  func waited(
    for number: Int, _ build: BuildSlug, of app: App, _ client: BuildClient
  ) async throws -> String? {
    switch wait {
    case nil: return nil
    case .open:
      let access = try await BuildWatch(client: client).wait(for: build) {
        let access = try await client.access(app.slug, build)
        return access.state == .opening ? nil : access
      }
      if case .closed(let reason, _) = access.state {
        throw ProgramError(.failed, "Build #\(number) is closed. \(reason.sentence)")
      }
      return access.ssh?.command
    case .finished:
      _ = try await BuildWatch(client: client).wait(for: build) {
        try await client.build(app, build).status.isFinished ? true : nil
      }
      return nil
    }
  }
}
