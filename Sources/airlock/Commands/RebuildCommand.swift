import ArgumentParser
import BuildAPI
import BuildModel
import Foundation
import Workstation

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

  @Argument(help: .build, completion: .builds)
  var build: String

  @OptionGroup var access: RemoteAccessOptions

  @Option(help: "Another kind of machine than the build had.")
  var stack: String?

  @Flag(help: "Print the new build as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let client = session.client
      let (app, old) = try await session.finder.find(build)
      if old.isOfPipeline, try await client.offer() == .pageOnly {
        return try await rebuildPipeline(of: old, in: app, session)
      }
      let wish = try access.wish(session.settings)
      let answer = try await client.rebuild(
        app.slug, old.slug, remoteAccess: access.remoteAccess, hold: wish.holdSeconds,
        stack: stack, publicKeys: wish.publicKeys ?? [])
      let slug = answer.buildSlug
      if !json {
        let how = access.remoteAccess ? " with remote access" : ""
        Output.line("Build \(app.title)#\(answer.buildNumber) started\(how).")
        for note in answer.notes ?? [] { Output.line(note) }
      }
      let ssh = try await access.waited(for: answer.buildNumber, slug, of: app, client)
      if !json, let ssh { Output.line("Open: " + ssh) }
      let new = try await client.build(app, slug)
      if json { try Output.json(BuildOutput(new)) }
      guard access.wait == .finished else { return }
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
    guard !access.remoteAccess else {
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
}
