import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Foundation

struct ExtendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend", abstract: "Keep a build's machine open for longer.",
    discussion: "airlock extend 42 30m")

  @Argument(help: .build, completion: .builds)
  var build: String

  @Argument(help: "How much longer, like 30m.")
  var time: String

  @Flag(help: "Print the window as JSON; without the password.")
  var json = false

  func validate() throws { _ = try TimeSpan.wholeSeconds(time, "TIME") }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let client = session.client
      let (app, build) = try await session.finder.find(self.build)
      let seconds = try TimeSpan.wholeSeconds(time, "TIME")
      var after = try await client.extend(build, by: seconds)
      if case .closed(let reason, _) = after.access.state {
        throw ProgramError(
          .failed, "The machine of \(app.title)#\(build.number) is closed. \(reason.sentence)")
      }
      after.ssh?.password = nil
      after.screenShare?.password = nil
      if json { return try Output.json(after) }
      Output.line("\(app.title)#\(build.number): \(WindowText.state(after))")
    }
  }
}

extension BuildClient {
  /// Adds time to a window, and answers it once its machine has taken the time over or is closed.
  func extend(_ build: Build, by seconds: Int) async throws -> RemoteAccessBody {
    let before = try await accessBody(build.app, build.slug)
    try await extendWindow(build.app, build.slug, seconds: seconds)
    for _ in 1...100 {
      let now = try await accessBody(build.app, build.slug)
      if now.holdSeconds > before.holdSeconds || now.state == .closed { return now }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw ProgramError(
      .failed,
      "The machine of \(build.appTitle)#\(build.number) has not taken the time over; look again"
        + " with `airlock access`.")
  }
}
