import ArgumentParser
import BuildAPI
import BuildModel
import Foundation
import Workstation

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Start a build of the current folder's app.",
    discussion: """
      airlock run
      airlock run nightly --branch release --json
      """)

  @Argument(help: "The workflow; without one the configuration decides.")
  var workflow: String?

  @Option(help: "The app's title or slug, where it is not the current folder's.")
  var app: String?

  @Option(name: [.short, .long], help: "The branch to build.")
  var branch: String?

  @Option(help: "The tag to build; wins over a branch.")
  var tag: String?

  @Option(help: "The commit to build; wins over a tag.")
  var commit: String?

  @Option(help: "The kind of machine; without one the configuration decides.")
  var stack: String?

  @Option(help: "From -100 to 100; the higher one leaves the queue first.")
  var priority: Int?

  @Flag(help: "Put the build on hold; `airlock release` lets it start.")
  var onHold = false

  @Flag(help: "Print the new build as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let app = try await session.app(self.app)
      let answer = try await session.client.trigger(
        app.slug,
        BuildParams(
          branch: branch, tag: tag, commitHash: commit, workflowID: workflow, stack: stack,
          priority: priority),
        onHold: onHold)
      let build = try await session.client.build(app, answer.buildSlug)
      if json { return try Output.json(BuildOutput(build)) }
      let act = build.isOnHold ? "is on hold" : "started"
      Output.line("Build \(app.title)#\(build.number) \(act) (\(build.workflow)).")
      for note in answer.notes ?? [] { Output.line(note) }
    }
  }
}

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Run a finished build again, with the current configuration.",
    discussion: """
      airlock rebuild 42 --remote-access --wait open && airlock ssh 42
      airlock rebuild 42 --remote-access --hold 30m

      `ssh 42`, `get 42` and the like go into the newest rebuild of 42, where 42 itself has no \
      open machine.
      """)

  enum Goal: String, ExpressibleByArgument, CaseIterable {
    case open, finished
  }

  @Argument(help: .build)
  var build: String

  @Flag(help: "Open the machine to SSH while the build runs and for the grace after it.")
  var remoteAccess = false

  @Option(
    help: "How long the machine stays open after the steps, before the grace begins, like 30m.")
  var hold: String?

  @Option(help: "Another kind of machine than the build had.")
  var stack: String?

  @Option(help: "A public key of yours that opens the machine, too; can be repeated.")
  var withKey: [String] = []

  @Flag(help: "Let every public key in ~/.ssh open the machine, too.")
  var myKeys = false

  @Option(help: "Wait until the machine is open, or until the build has finished.")
  var wait: Goal?

  @Flag(help: "Print the new build as JSON.")
  var json = false

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

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let client = session.client
      let (app, old) = try await session.finder.find(build)
      if old.isOfPipeline, try await client.offer() == .pageOnly {
        return try await rebuildPipeline(of: old, in: app, session)
      }
      let answer = try await client.rebuild(
        app.slug, old.slug, remoteAccess: remoteAccess,
        hold: try hold.map { try TimeSpan.wholeSeconds($0, "--hold") }, stack: stack,
        publicKeys: remoteAccess ? keys(session.settings) : [])
      let slug = answer.buildSlug
      if !json {
        let access = remoteAccess ? " with remote access" : ""
        Output.line("Build \(app.title)#\(answer.buildNumber) started\(access).")
        for note in answer.notes ?? [] { Output.line(note) }
      }
      switch wait {
      case nil: break
      case .open:
        let access = try await BuildWatch(client: client).wait(for: slug) {
          let access = try await client.access(app.slug, slug)
          return access.state == .opening ? nil : access
        }
        if case .closed(let reason, _) = access.state {
          throw ProgramError(.failed, "Build #\(answer.buildNumber) is closed. \(reason.sentence)")
        }
        if !json, let ssh = access.ssh { Output.line("Open: " + ssh.command) }
      case .finished:
        _ = try await BuildWatch(client: client).wait(for: slug) {
          try await client.build(app, slug).status.isFinished ? true : nil
        }
      }
      let new = try await client.build(app, slug)
      if json { try Output.json(BuildOutput(new)) }
      guard wait == .finished else { return }
      if !json {
        if let changed = new.commitChanged {
          Output.line("commit: \(changed ? "changed since" : "as in") build #\(old.number)")
        }
        Output.line("Build \(app.title)#\(new.number): \(new.status.rawValue).")
      }
      guard new.status == .success || new.status == .abortedWithSuccess else { throw ExitCode(1) }
    }
  }
}

extension RebuildCommand {
  /// A build that a pipeline asked for is rebuilt with it; with remote access only the website does.
  fileprivate func rebuildPipeline(
    of build: Build, in app: App, _ session: Session
  ) async throws {
    let name = "\(app.title)#\(build.number)"
    guard !remoteAccess else {
      let environment = ProcessInfo.processInfo.environment
      let page = BitriseCommandLine.pages(environment) + build.slug.rawValue
      let problem = await Browser(environment: environment).open(page)
      throw ProgramError(
        .failed,
        "\(name) is of a pipeline, which only the website rebuilds with remote access. "
          + (problem ?? "Its page was handed to the browser."))
    }
    try await session.client.rebuildPipeline(of: build)
    Output.line("The pipeline of \(name) runs again.")
  }

  /// What was named, or else what the configuration says.
  fileprivate func keys(_ settings: Settings) throws -> [String] {
    if withKey.isEmpty && !myKeys { return try settings.publicKeys.lines() }
    let named = try OwnKeys.Choice.files(withKey).lines()
    return try myKeys ? named + OwnKeys.Choice.mine.lines() : named
  }
}

struct AbortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abort", abstract: "End a build that has not finished.",
    discussion: "airlock abort 42 --reason \"wrong branch\"")

  @Argument(help: .build)
  var build: String

  @Option(help: "Why; shown with the build.")
  var reason: String?

  @Flag(help: "Count the build as a success.")
  var success = false

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      try await session.client.abort(
        app.slug, build.slug, reason: reason, withSuccess: success)
      if json { return try Output.json(ActOutput("abort", build)) }
      Output.line("Build \(app.title)#\(build.number) is being aborted.")
    }
  }
}
