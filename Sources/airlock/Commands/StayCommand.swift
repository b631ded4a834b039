import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import BuildRunner
import Foundation

struct StayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stay",
    abstract: "Stay longer in a build's machine.",
    discussion: """
      Where the machine is open and the service can add time, that is done. Else this writes the \
      step that keeps a machine open, after the one that failed, and shows what it changes in \
      bitrise.yml; nothing is changed without --apply.

      airlock stay 42 90m
      airlock stay 42 90m --print | pbcopy
      airlock stay 42 90m --file bitrise.yml --apply && git commit -am "Stay" && git push
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Argument(help: "How long, like 90m.")
  var time: String

  @Flag(help: "Print the step alone, to put it in by hand.")
  var print = false

  @Flag(help: "Change the configuration.")
  var apply = false

  @Option(help: "A bitrise.yml of this computer instead of the service's own copy.")
  var file: String?

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Option(help: "How long a build may take, like 90m, where the service does not tell.")
  var buildLimit: String?

  func validate() throws {
    _ = try TimeSpan.wholeSeconds(time, "TIME")
    _ = try buildLimit.map { try TimeSpan.wholeSeconds($0, "--build-limit") }
    if print, apply { throw ValidationError("Use --print or --apply, not both.") }
  }

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let seconds = try TimeSpan.wholeSeconds(time, "TIME")
      let access = try await session.client.accessIfAny(app.slug, build.slug)
      let canExtend = try await session.client.offer() == .windows
      if canExtend, let access, !access.access.state.isClosed, !print, !apply, file == nil {
        if !json { for line in StayText.limits(access) { Output.line(line) } }
        let after = try await session.client.extend(build, by: seconds)
        if json { return try Output.json(after.hidden) }
        return Output.line("\(app.title)#\(build.number): \(WindowText.state(after.hidden))")
      }
      try await assist(session.client, app, build, access, seconds)
    }
  }

  /// Writes the step, and changes the configuration where that is wished for.
  private func assist(
    _ client: BuildClient, _ app: App, _ build: Build, _ access: RemoteAccessBody?, _ seconds: Int
  ) async throws {
    let steps = try await client.steps(app.slug, build.slug)
    let failed = steps.first { $0.status.failsBuild }
    let budget = StayBudget(
      limit: try await limit(client, build, access),
      before: StayText.lead(build, failed ?? steps.last),
      wished: Double(seconds))
    guard budget.fits else {
      throw ProgramError(.failed, "The build's time is too short for it: \(budget.sentence).")
    }
    if print {
      let step = StayStep(seconds: seconds, onlyIfFailed: failed != nil)
      return Output.line(step.lines().joined(separator: "\n"))
    }
    let name = file ?? "bitrise.yml"
    let plan = try StayPlan(
      seconds: seconds, workflow: build.workflow, failed: failed,
      in: try await text(client, build), name: name)
    if json {
      if apply { try await write(plan.insertion.text, client, app, isTold: false) }
      return try Output.json(
        ActOutput(
          "stay", build,
          [
            "after": .text(plan.after), "diff": .list(plan.insertion.diff(name: name)),
            "remarks": .list(plan.remarks), "budget": .text(budget.sentence),
            "is_applied": .flag(apply),
          ]))
    }
    for line in StayText.lines(plan, budget, access, name: name) { Output.line(line) }
    guard apply else {
      return Output.line("Nothing is changed yet; --apply does it, --print gives the step alone.")
    }
    try await write(plan.insertion.text, client, app)
  }

  private func limit(
    _ client: BuildClient, _ build: Build, _ access: RemoteAccessBody?
  ) async throws -> TimeInterval? {
    if let buildLimit {
      return TimeInterval(try TimeSpan.wholeSeconds(buildLimit, "--build-limit"))
    }
    return await client.limit(of: build, access)
  }

  private func text(_ client: BuildClient, _ build: Build) async throws -> String {
    guard let file else {
      return try await client.configuration(of: build.app, else: build.slug).text
    }
    do { return try String(contentsOfFile: file, encoding: .utf8) } catch {
      throw ProgramError(.noSuchThing, "\(file) cannot be read: \(error.localizedDescription)")
    }
  }

  private func write(
    _ text: String, _ client: BuildClient, _ app: App, isTold: Bool = true
  ) async throws {
    if let file {
      try ConfigurationFile.write(text, to: file)
      if isTold { Output.line("\(file) is changed; commit and push it, then rebuild.") }
      return
    }
    switch try await client.keepsConfiguration(of: app.slug) {
    case true?: break
    case false?:
      throw ProgramError(
        .failed,
        "The configuration of \(app.title) is a file of its repository; change it there with"
          + " --file bitrise.yml --apply, commit and push.")
    case nil: throw ProgramError(.noPermission, StayText.unknownPlace(client, app.title))
    }
    try await client.keepConfiguration(text, of: app.slug)
    if isTold { Output.line("The configuration of \(app.title) is changed; rebuild to use it.") }
  }
}

extension BuildClient {
  /// How long a build like this one may take, in seconds; nil where the service does not tell.
  func limit(of build: Build, _ access: RemoteAccessBody?) async -> TimeInterval? {
    // A finished build has no end to come; then the next one's limit is asked for.
    if let end = access?.buildLimitAt, let start = build.startedAt {
      return end.timeIntervalSince(start).rounded()
    }
    return (try? await buildLimit(on: build.stack)) ?? nil
  }

  /// The way into a build's machine; nil where the build has none, or the service tells of none.
  func accessIfAny(_ app: AppSlug, _ build: BuildSlug) async throws -> RemoteAccessBody? {
    do { return try await accessBody(app, build) } catch let error as ServiceError
      where error.code == .notFound || error.code == .refused(.notRemote)
    { return nil }
  }
}

extension RemoteAccessBody {
  /// The same without what opens the door.
  var hidden: RemoteAccessBody {
    var body = self
    body.ssh?.password = nil
    body.screenShare?.password = nil
    return body
  }
}

/// What a person is told before they stay longer.
enum StayText {
  static func unknownPlace(_ client: BuildClient, _ app: String) -> String {
    "\(client.connection.name) tells only administrators of \(app) where its configuration is"
      + " kept, and lets nobody else change it: put the step in by hand."
  }

  static func lines(
    _ plan: StayPlan, _ budget: StayBudget, _ access: RemoteAccessBody?, name: String
  ) -> [String] {
    (access.map(limits) ?? []) + ["time         \(budget.sentence)"]
      + ["after        \(plan.after)", ""] + plan.insertion.diff(name: name) + [""]
      + plan.remarks
  }

  /// What ends a machine, and when.
  static func limits(_ access: RemoteAccessBody) -> [String] {
    var lines = ["window       \(WindowText.state(access))"]
    if let limit = access.buildLimitAt {
      lines.append("build limit  the build is ended at \(WindowText.hour(limit))")
    }
    if let limit = access.noOutputLimitAt {
      lines.append(
        "no output    the build is ended at \(WindowText.hour(limit)) if it is silent till then")
    }
    lines.append(
      "grace        \(WindowText.clock(access.graceSeconds)) after the build, and"
        + " \(WindowText.clock(access.holdSeconds)) that were added")
    return lines
  }

  /// How long a build ran until a step had ended, in seconds.
  static func lead(_ build: Build, _ step: Step?) -> TimeInterval {
    guard let start = build.startedAt, let end = step?.finishedAt ?? build.finishedAt else {
      return 0
    }
    return max(0, end.timeIntervalSince(start))
  }
}
