import BuildMachine
import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildRunner

/// Builds that are run by a `bitrise` command in the machine.
///
/// The real command cannot be had here: it would fetch steps from the internet. What stands in
/// its place is a script that prints what the real one's source says it prints.
@Suite(.timeLimit(.minutes(1))) struct BitriseRunTests {
  private static let steps = """
    - xcode-test@5: {}
    - script@1: {title: Second, inputs: [{content: x}]}
    - deploy-to-bitrise-io@2: {}
    """

  private static let started = #"""
    {"timestamp":"2026-11-23T10:00:00.1Z","type":"event","event_type":"bitrise_started","content":{"version":"2.42.1","log_format_version":"2","ci_mode":true,"execution_plan":[{"uuid":"w1","workflow_id":"_setup","steps":[{"uuid":"u1","step_id":"xcode-test@5"}]},{"uuid":"w2","workflow_id":"test","steps":[{"uuid":"u2","step_id":"script@1"},{"uuid":"u3","step_id":"deploy-to-bitrise-io@2"}]}]}}
    """#

  private static func start(_ number: Int, _ title: String) -> String {
    #"{"timestamp":"2026-11-23T10:00:00Z","type":"event","event_type":"step_started","content":{"uuid":"u\#(number)","idx":0,"title":"\#(title)","id":"step-\#(number)","version":"5.1.0","collection":"https://lib","toolkit":"go","start_time":"2026-11-23T10:00:00Z"}}"#
  }

  private static func finish(
    _ number: Int, _ status: String, reason: String = "", errors: String = "[]",
    isLast: Bool = false
  ) -> String {
    #"{"timestamp":"2026-11-23T10:00:01Z","type":"event","event_type":"step_finished","content":{"uuid":"u\#(number)","status":"\#(status)","status_reason":"\#(reason)","title":"T","run_time_in_ms":1500,"support_url":"","source_code_url":"","errors":\#(errors),"last_step":\#(isLast)}}"#
  }

  private static func log(_ message: String, level: String = "normal") -> String {
    #"{"timestamp":"2026-11-23T10:00:00Z","type":"log","producer":"step","producer_id":"u1","level":"\#(level)","message":"\#(message)"}"#
  }

  /// A build whose machine has a command that prints these lines and ends like this.
  private func build(
    _ driver: String, prints lines: [String], ends: String = "exit 0",
    secrets: [EnvironmentVariable] = []
  ) async throws -> (RealBuild, BitriseRun) {
    let command =
      "#!/bin/bash\nprintf '%s\\n' \"$*\" > arguments\n"
      + "while read -r line; do printf '%s\\n' \"$line\"; done <<'END'\n"
      + lines.joined(separator: "\n") + "\nEND\n" + ends + "\n"
    func searchPath(_ machine: any Machine) -> String {
      machine.folders.source + "/bin:/usr/bin:/bin"
    }
    let build = try await RealBuild(
      driver: driver, steps: Self.steps, files: ["bin/bitrise": command], secrets: secrets,
      searchPath: searchPath)
    let program = try await BitriseRun.program(
      in: build.machine, searchPath: searchPath(build.machine))
    #expect(program == build.machine.folders.source + "/bin/bitrise")
    return (build, BitriseRun(build.context, program: try #require(program)))
  }

  @Test(arguments: RealBuild.drivers)
  func `its events become our steps and its messages our log`(driver: String) async throws {
    let (build, run) = try await build(
      driver,
      prints: [
        "plain words before anything", Self.started, Self.log(#"CLI says\n"#, level: "info"),
        Self.start(1, "Xcode Test"), Self.log(#"running \u003ctests\u003e\n"#),
        #"{"type":"log" broken"#, Self.log("hun"), Self.log(#"ter2 and\n"#),
        Self.finish(1, "failed", errors: #"[{"code":65,"message":"exit status 65"}]"#),
        Self.start(2, "Second"), Self.finish(2, "skipped", reason: "An earlier one failed."),
        Self.start(3, "Deploy"), Self.log(#"deploying\n"#),
        Self.finish(3, "success", isLast: true), Self.log(#"| summary |\n"#),
      ], ends: "exit 1", secrets: [.init(key: "PASSWORD", value: "hunter2")])
    #expect(await run.run() == .failed)
    let source = build.machine.folders.source
    #expect(
      try build.source("arguments").hasSuffix(
        "run test --config \(build.machine.folders.temporary)/.airlock/bitrise.yml"
          + " --output-format json\n"), "\(source)")
    let steps = build.ended
    #expect(steps.map(\.status) == [.failed, .skipped, .success])
    #expect(steps.map(\.title) == ["Xcode Test", "Second", "Deploy"])
    #expect(steps.map(\.stepID) == ["step-1", "step-2", "step-3"])
    #expect(steps.map(\.exitCode) == [65, nil, 0])
    #expect(steps[0].finishedAt == steps[0].startedAt?.addingTimeInterval(1.5))
    #expect(build.reported.map(\.status).filter { $0 == .running }.count == 3)
    #expect(build.plans == [])
    let log = build.log.text
    #expect(log.contains("plain words before anything\n\u{1b}[34;1mCLI says\u{1b}[0m\n+---"))
    #expect(log.contains("| (0) Xcode Test  ") && log.contains("| toolkit: go  "))
    #expect(log.contains("running <tests>\n{\"type\":\"log\" broken\n[REDACTED] and\n"))
    #expect(log.contains("\u{1b}[31;1mexit status 65\u{1b}[0m\n|"))
    #expect(log.contains("An earlier one failed."))
    #expect(log.hasSuffix("| summary |\n"))
    await build.machine.destroy()
  }

  @Test func `a plan with other steps than ours is told anew`() async throws {
    let plan = Self.started.replacing(
      #"{"uuid":"u2","step_id":"script@1"},"#, with: "")
    let (build, run) = try await build(
      "bubblewrap",
      prints: [
        plan, Self.start(1, "One"), Self.finish(1, "success"), Self.start(3, "Two"),
        Self.finish(3, "success", isLast: true),
      ])
    #expect(await run.run() == .success)
    #expect(build.plans.map { $0.map(\.stepID) } == [["xcode-test", "deploy-to-bitrise-io"]])
    #expect(build.ended.map(\.index) == [0, 1])
    await build.machine.destroy()
  }

  @Test(arguments: [
    ("exit 91", StepStatus.abortedWithTimeout, RunOutcome.failed),
    ("exit 92", .abortedWithNoOutput, .failed), ("exit 1", .failed, .failed),
    ("kill -KILL $$", .failed, .failed),
  ])
  func `a step without its end gets one from how the command ended`(
    ends: String, status: StepStatus, outcome: RunOutcome
  ) async throws {
    let (build, run) = try await build(
      "bubblewrap", prints: [Self.started, Self.start(1, "One")], ends: ends)
    #expect(await run.run() == outcome)
    #expect(build.ended.map(\.status) == [status, .skipped, .skipped])
    await build.machine.destroy()
  }

  @Test func `a command that fails before any step is to blame itself`() async throws {
    let (build, run) = try await build(
      "bubblewrap", prints: [Self.log("no config", level: "error")], ends: "exit 1")
    #expect(
      await run.run()
        == .broken("bitrise ended with exit code 1 before any step failed; its log says why"))
    #expect(build.log.text.contains("\u{1b}[31;1mno config\u{1b}[0m"))
    #expect(build.ended.map(\.status) == [.skipped, .skipped, .skipped])
    await build.machine.destroy()
  }

  @Test func `a stopped build ends the command`() async throws {
    let (build, run) = try await build(
      "bubblewrap", prints: [Self.started, Self.start(1, "One"), Self.log(#"waiting\n"#)],
      ends: "sleep 100")
    let running = Task { await run.run() }
    await build.log.content.wait(for: "waiting")
    running.cancel()
    #expect(await running.value == .stopped)
    #expect(build.ended.map(\.status) == [.aborted, .skipped, .skipped])
    await build.machine.destroy()
  }

  @Test func `a machine without the command has none`() async throws {
    let build = try await RealBuild(driver: "bubblewrap", steps: Self.steps)
    #expect(
      try await BitriseRun.program(in: build.machine, searchPath: "/nowhere:/usr/bin") == nil)
    #expect(build.context.plan.refusal != nil)
    await build.machine.destroy()
  }
}

extension RealBuild {
  /// A file of the source as it is now.
  fileprivate func source(_ name: String) throws -> String {
    try String(contentsOfFile: scratch.folder + "/source/" + name, encoding: .utf8)
  }
}
