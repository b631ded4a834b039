import ArgumentParser
import BuildModel
import Foundation

struct WaitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until a build has finished, or until its machine is open or closed.",
    discussion: """
      For `finished`, ends with 0 where the build passed and 1 where it did not.

      airlock wait 42 && echo passed
      airlock wait 42 --for open
      """)

  enum Goal: String, ExpressibleByArgument, CaseIterable {
    case finished, open, closed
  }

  @Argument(help: .build, completion: .builds)
  var build: String

  @Option(name: .customLong("for"), help: "What to wait for.")
  var goal = Goal.finished

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let client = session.client
      let (app, build) = try await session.finder.find(self.build)
      let name = "\(app.title)#\(build.number)"
      let watch = BuildWatch(client: client)
      switch goal {
      case .finished:
        let finished = try await watch.wait(for: build.slug) {
          let build = try await client.build(app, build.slug)
          return build.status.isFinished ? build : nil
        }
        if json {
          try Output.json(BuildOutput(finished))
        } else {
          Output.line("Build \(name): \(finished.status.rawValue).")
        }
        let isGood = finished.status == .success || finished.status == .abortedWithSuccess
        if !isGood { throw ExitCode(1) }
      case .open, .closed:
        let access = try await watch.wait(for: build.slug) {
          let access = try await client.access(app.slug, build.slug)
          if case .closed = access.state { return access }
          return goal == .open && access.state != .opening ? access : nil
        }
        guard case .closed(let reason, _) = access.state else {
          if json { return try Output.json(ActOutput("wait", build, ["state": "open"])) }
          return Output.line("The machine of \(name) is open.")
        }
        if goal == .open {
          throw ProgramError(.failed, "The machine of \(name) is closed. \(reason.sentence)")
        }
        if json {
          return try Output.json(
            ActOutput("wait", build, ["state": "closed", "reason": .text(reason.rawValue)]))
        }
        Output.line("The machine of \(name) is closed. \(reason.sentence)")
      }
    }
  }
}

extension ArgumentHelp {
  /// How every command takes a build.
  static let build: ArgumentHelp = "A number, app#number, slug, or the address of its page."
}
