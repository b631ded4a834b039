import ArgumentParser
import BuildModel
import Foundation

struct AbortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abort", abstract: "End a build that has not finished.",
    discussion: "airlock abort 42 --reason \"wrong branch\"")

  @Argument(help: .build, completion: .builds)
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
