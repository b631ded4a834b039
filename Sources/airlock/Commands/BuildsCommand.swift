import ArgumentParser
import BuildModel
import Foundation

struct BuildsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "builds", abstract: "List the builds of all apps, newest first.",
    discussion: "airlock builds --json | jq -r '.[] | select(.status == \"failed\") | .number'")

  @Flag(help: "Print an array of builds as JSON.")
  var json = false

  @Option(name: [.short, .long], help: "How many builds at most.")
  var limit = 50

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit takes a number above 0, not \(limit).") }
  }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      try await Self.list(session, limit: limit, json: json)
    }
  }

  static func list(_ session: Session, limit: Int, json: Bool) async throws {
    let builds = try await session.client.builds(limit: limit)
    if json { return try Output.json(builds.map(BuildOutput.init)) }
    guard !builds.isEmpty else {
      return Output.line("There are no builds yet; `airlock run` starts one.")
    }
    for line in BuildTable.lines(builds, now: Date()) { Output.line(line) }
  }
}

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one build and its steps.",
    discussion: """
      airlock show 42
      airlock show sample#42 --json
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(help: "Print the build with its steps as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let steps = try await session.client.steps(app.slug, build.slug)
      if json {
        return try Output.json(
          BuildWithStepsOutput(
            build: BuildOutput(build), steps: steps.map(BuildWithStepsOutput.StepOutput.init)))
      }
      for line in BuildTable.lines([build], now: Date()) { Output.line(line) }
      if let reason = build.failureReason ?? build.abortReason {
        Output.line("\n" + reason)
      }
      guard !steps.isEmpty else { return }
      Output.line("")
      var table = TextTable(["STEP", "STATUS", "TIME", "TITLE"])
      for step in steps {
        let time = step.startedAt.map {
          BuildTable.length((step.finishedAt ?? Date()).timeIntervalSince($0))
        }
        var status = step.status.rawValue
        if let code = step.exitCode, code != 0 { status += " (exit \(code))" }
        table.add(["\(step.index)", status, time ?? "-", step.title])
      }
      for line in table.lines { Output.line(line) }
    }
  }
}
