import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct EnvironmentTests {
  private let order = BuildOrder(
    build: BuildSlug(rawValue: "b"), number: 3, app: AppSlug(rawValue: "a"), appTitle: "Sample",
    repository: "git@host:me/it.git", workflow: "test", configuration: "",
    triggeredBy: "manual-me", buildURL: "http://host/v0.1/apps/a/builds/b")
  private let source = SourceState(
    remote: "git@host:me/it.git", branch: "topic", commitHash: "c0ffee", commitMessage: "Begin")

  private func trigger(_ change: (inout BuildOrder) -> Void = { _ in }) -> [String: String] {
    var order = order
    change(&order)
    return BuiltinVariables(order: order, source: source)
      .ofTrigger(at: Date(timeIntervalSince1970: 1_700_000_000))
  }

  @Test func `a build knows what started it`() {
    #expect(
      trigger() == [
        "CI": "true", "PR": "false", "BITRISE_BUILD_NUMBER": "3", "BITRISE_BUILD_SLUG": "b",
        "BITRISE_BUILD_URL": "http://host/v0.1/apps/a/builds/b", "BITRISE_APP_SLUG": "a",
        "BITRISE_APP_URL": "http://host/v0.1/apps/a", "BITRISE_APP_TITLE": "Sample",
        "BITRISE_TRIGGER_METHOD": "manual", "BITRISE_TRIGGER_BY": "manual-me",
        "BITRISE_BUILD_TRIGGER_TIMESTAMP": "1700000000",
        "GIT_REPOSITORY_URL": "git@host:me/it.git", "BITRISEIO_GIT_REPOSITORY_OWNER": "me",
        "BITRISEIO_GIT_REPOSITORY_SLUG": "it", "BITRISE_GIT_BRANCH": "topic",
        "BITRISE_GIT_COMMIT": "c0ffee", "GIT_CLONE_COMMIT_HASH": "c0ffee",
        "BITRISE_GIT_MESSAGE": "Begin",
      ])
  }

  @Test func `a pull request's build knows the request`() {
    let values = trigger {
      $0.triggeredBy = "webhook-github/me"
      $0.commitMessage = "Told"
      $0.pullRequest = PullRequest(
        id: "7", targetBranch: "main", repository: "git@host:fork/it.git",
        headBranch: "pull/7/head",
        mergeBranch: "pull/7/merge")
    }
    let expected = [
      "PR": "true", "BITRISE_PULL_REQUEST": "7", "BITRISEIO_GIT_BRANCH_DEST": "main",
      "BITRISEIO_PULL_REQUEST_REPOSITORY_URL": "git@host:fork/it.git",
      "BITRISEIO_PULL_REQUEST_HEAD_BRANCH": "pull/7/head",
      "BITRISEIO_PULL_REQUEST_MERGE_BRANCH": "pull/7/merge", "BITRISE_TRIGGER_METHOD": "webhook",
      "BITRISE_GIT_MESSAGE": "Told",
    ]
    #expect(values.filter { expected.keys.contains($0.key) } == expected)
  }

  @Test(arguments: RealBuild.drivers)
  func `each source of variables wins over those before it`(driver: String) async throws {
    func variables(_ names: String, _ value: String) -> [EnvironmentVariable] {
      names.map { EnvironmentVariable(key: String($0), value: value) }
    }
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs:
            - content: |
                echo "<$A $B $C $D>"
                envman add --key BITRISE_SOURCE_DIR --value "$BITRISE_DEPLOY_DIR"
            - D: step
        - script@1: {inputs: [{content: 'echo "<$D> in $PWD"'}]}
        """,
      more: "app: {envs: [{C: app}, {D: app}]}\n",
      secrets: variables("ABCD", "secret-value"), environment: variables("BCD", "trigger"))
    #expect(await build.run.run() == .success)
    #expect(build.log.text.contains("<[REDACTED] trigger app step>\n"))
    #expect(build.log.text.contains("<app> in \(build.machine.folders.deploy)\n"))
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `what is too long for a variable lies in a file`(driver: String) async throws {
    let long = String(repeating: "x", count: 200_000)
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            run_if: '{{envcontain "LONG" "xxx"}}'
            inputs:
            - content: |
                echo "<$LONG> <$BITRISE_GIT_MESSAGE> <$SHORT>"
                wc -c < "$BITRISEIO_ENVFILE_PATH"
                grep -c '"LONG"' "$BITRISEIO_ENVFILE_PATH"
        """, environment: [.init(key: "LONG", value: long), .init(key: "SHORT", value: "s")],
      change: { $0.commitMessage = long })
    #expect(await build.run.run() == .success)
    #expect(build.log.text.contains("<> <> <s>\n"))
    #expect(
      build.log.text.contains("Too long for variables, so empty: BITRISE_GIT_MESSAGE, LONG."))
    let size = try #require(build.log.text.firstMatch(of: #/\n(\d{6,})\n2\n/#)?.1)
    #expect(Int(size) ?? 0 > 400_000)
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `an environment too large for a program is one sentence`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs:
            - content: |
                for i in $(seq 30); do printf %0100000d 0 | envman add --key BIG_$i 2>/dev/null; done
        - script@1: {inputs: [{content: echo never}]}
        - script@1: {is_always_run: true, inputs: [{content: echo never}]}
        """)
    #expect(await build.run.run() == .failed)
    #expect(build.ended.map(\.status) == [.success, .preparationFailed, .preparationFailed])
    #expect(
      build.log.text.contains(
        #/the step could not be started: the variables have \d+ KiB together, more than the 1984 KiB that a program can be given; the largest is BIG_\d+ with 97 KiB/#
      ))
    await build.machine.destroy()
  }

  @Test func `a variable that no program can be given is named`() {
    #expect(EnvironmentSize.problem(["A": "b"]) == nil)
    #expect(
      EnvironmentSize.problem(["A": "b\u{0}c"])
        == "the variable A holds a zero byte, which no variable can")
    #expect(
      EnvironmentSize.problem(["BIG": String(repeating: "x", count: 131_068)])
        == "the variable BIG has 128 KiB, more than the 128 KiB that a variable can have; put it"
        + " into a file")
    #expect(EnvironmentSize.problem(["BIG": String(repeating: "x", count: 131_067)]) == nil)
  }
}
