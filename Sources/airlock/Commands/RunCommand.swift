import ArgumentParser
import BuildAPI
import BuildModel
import Foundation

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Start a build of the current folder's app.")

  @Argument(help: "The workflow; without one the configuration decides.")
  var workflow: String?

  @Option(help: "The app's title or slug, where it is not the current folder's.")
  var app: String?

  @Option(name: [.short, .long], help: "The branch to build.")
  var branch: String?

  @Flag(help: "Print the new build as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let apps = try await session.client.apps()
      let app = try chosen(from: apps, here: session.here)
      let answer = try await session.client.trigger(
        app.slug, BuildParams(branch: branch, workflowID: workflow))
      let build = try await session.client.build(app, answer.buildSlug)
      if json { return try Output.json(BuildOutput(build)) }
      Output.line("Build \(app.title)#\(build.number) started (\(build.workflow)).")
    }
  }

  private func chosen(from apps: [App], here: AppSlug?) throws -> App {
    if let name = app {
      guard let app = apps.first(where: { $0.title == name || $0.slug.rawValue == name }) else {
        let known = apps.map(\.title).joined(separator: ", ")
        throw ProgramError(.noSuchThing, "There is no app \(name); there are: \(known).")
      }
      return app
    }
    if let app = apps.first(where: { $0.slug == here }) { return app }
    if CurrentProject.lacksRepository(FileManager.default.currentDirectoryPath) {
      throw ProgramError(
        .noSuchThing,
        "This folder holds a bitrise.yml but is in no git repository; "
          + "`git init` and a commit make it one.")
    }
    guard apps.count == 1, let app = apps.first else {
      throw ProgramError(
        .noSuchThing, "This folder is no app: go to one with a bitrise.yml, or name one by --app.")
    }
    return app
  }
}

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Run a finished build again, with the current configuration.")

  enum Goal: String, ExpressibleByArgument, CaseIterable {
    case open, finished
  }

  @Argument(help: .build)
  var build: String

  @Flag(help: "Open the machine to SSH while the build runs and for the grace after it.")
  var remoteAccess = false

  @Option(help: "Wait until the machine is open, or until the build has finished.")
  var wait: Goal?

  @Flag(help: "Print the new build as JSON.")
  var json = false

  func validate() throws {
    if wait == .open, !remoteAccess {
      throw ValidationError("--wait open needs --remote-access: no other build opens.")
    }
  }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let client = session.client
      let (app, old) = try await session.finder.find(build)
      let answer = try await client.rebuild(app.slug, old.slug, remoteAccess: remoteAccess)
      let slug = answer.buildSlug
      if !json {
        let access = remoteAccess ? " with remote access" : ""
        Output.line("Build \(app.title)#\(answer.buildNumber) started\(access).")
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
      if !json { Output.line("Build \(app.title)#\(new.number): \(new.status.rawValue).") }
      guard new.status == .success || new.status == .abortedWithSuccess else { throw ExitCode(1) }
    }
  }
}

struct AbortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abort", abstract: "End a build that has not finished.")

  @Argument(help: .build)
  var build: String

  @Option(help: "Why; shown with the build.")
  var reason: String?

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      try await session.client.abort(app.slug, build.slug, reason: reason)
      Output.line("Build \(app.title)#\(build.number) is being aborted.")
    }
  }
}
