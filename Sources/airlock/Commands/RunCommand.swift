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
      airlock run nightly --branch release --env STAGE=test --json
      airlock run --remote-access --wait open
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

  @Option(
    help: ArgumentHelp(
      "A variable of the build's environment; can be repeated.", valueName: "name=value"))
  var env: [String] = []

  @OptionGroup var access: RemoteAccessOptions

  @Flag(help: "Put the build on hold; `airlock release` lets it start.")
  var onHold = false

  @Flag(help: "Print the new build as JSON.")
  var json = false

  func validate() throws { _ = try variables() }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let app = try await session.app(self.app)
      let client = session.client
      let answer = try await client.trigger(
        app.slug,
        BuildParams(
          branch: branch, tag: tag, commitHash: commit, workflowID: workflow,
          environments: variables(), stack: stack, priority: priority),
        onHold: onHold, access: access.wish(session.settings))
      let build = try await client.build(app, answer.buildSlug)
      if !json {
        let act = build.isOnHold ? "is on hold" : "started"
        let how = access.remoteAccess ? " with remote access" : ""
        Output.line("Build \(app.title)#\(build.number) \(act)\(how) (\(build.workflow)).")
        for note in answer.notes ?? [] { Output.line(note) }
      }
      let ssh = try await access.waited(for: build.number, build.slug, of: app, client)
      if !json, let ssh { Output.line("Open: " + ssh) }
      guard json || access.wait == .finished else { return }
      let new = try await client.build(app, build.slug)
      if json { try Output.json(BuildOutput(new)) }
      guard access.wait == .finished else { return }
      if !json { Output.line("Build \(app.title)#\(new.number): \(new.status.rawValue).") }
      guard new.status == .success || new.status == .abortedWithSuccess else { throw ExitCode(1) }
    }
  }

  /// What `--env` named; nil for nothing.
  private func variables() throws -> [VariableBody]? {
    guard !env.isEmpty else { return nil }
    return try env.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw ValidationError("--env \(text): a variable is given as NAME=value.")
      }
      return VariableBody(key: String(parts[0]), value: String(parts[1]))
    }
  }
}
