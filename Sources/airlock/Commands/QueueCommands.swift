import ArgumentParser
import BuildClient
import BuildModel

struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Keep a build in the queue until it is released.",
    discussion: """
      A build that is not released ends after 30 days.

      airlock hold 42
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      try await session.client.hold(app.slug, build.slug)
      if json { return try Output.json(ActOutput("hold", build)) }
      Output.line("Build \(app.title)#\(build.number) is on hold.")
    }
  }
}

struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Let a build on hold take its turn.",
    discussion: "airlock release 42")

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      try await session.client.release(app.slug, build.slug)
      if json { return try Output.json(ActOutput("release", build)) }
      Output.line("Build \(app.title)#\(build.number) takes its turn.")
    }
  }
}
