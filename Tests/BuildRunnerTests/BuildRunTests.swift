import BuildModel
import Foundation
import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct BuildRunTests {
  @Test(arguments: RealBuild.drivers)
  func `a build whose steps pass is a success`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            title: Look around
            inputs:
            - content: |
                echo "in $PWD as $(id -un), build $BITRISE_BUILD_NUMBER of $BITRISE_GIT_BRANCH"
                echo "ci=$CI status=$BITRISE_BUILD_STATUS io=$BITRISE_IO"
            - working_dir: $BITRISE_DEPLOY_DIR
        - git-clone@8: {}
        """)
    #expect(await build.run.run() == .success)
    let machine = build.machine
    #expect(
      build.log.text.contains(
        "in \(machine.folders.deploy) as \(machine.username), build 7 of main\n"))
    #expect(build.log.text.contains("ci=true status=0 io=true\n"))
    #expect(build.log.text.contains("airlock has put the source into the machine already"))
    #expect(build.reported.map(\.status) == [.running, .success, .running, .success])
    #expect(build.ended.map(\.exitCode) == [0, 0])
    #expect(build.log.text.contains("| (0) Look around  "))
    #expect(build.log.text.contains("bitrise summary: test"))
    await machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `after a failure only steps that always run do, and know about it`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            title: Fail
            inputs: [{content: "echo before\\nfalse | cat\\necho after"}]
        - script@1:
            title: Never
            inputs: [{content: echo never}]
        - script@1:
            title: Always
            is_always_run: true
            inputs: [{content: "echo $BITRISE_BUILD_STATUS/$BITRISE_FAILED_STEP_TITLE/$BITRISE_FAILED_STEP_ERROR_MESSAGE; exit 3"}]
        """)
    #expect(await build.run.run() == .failed)
    #expect(build.ended.map(\.status) == [.failed, .skipped, .failed])
    #expect(build.ended.map(\.exitCode) == [1, nil, 3])
    #expect(build.log.text.contains("1/Fail/exit code: 1\n"))
    #expect(build.log.text.contains("before\n"))
    #expect(!build.log.text.contains("after\n") && !build.log.text.contains("never"))
    #expect(build.environment["BITRISE_FAILED_STEP_TITLE"] == "Fail")
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a skippable step may fail, and a condition may skip one`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            is_skippable: true
            inputs: [{content: exit 9}]
        - script@1:
            run_if: .IsBuildFailed
            inputs: [{content: echo never}]
        - script@1:
            inputs: [{content: echo on}]
        """)
    #expect(await build.run.run() == .success)
    #expect(build.ended.map(\.status) == [.failedSkippable, .skippedWithRunIf, .success])
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a step hands variables to the steps after it`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs:
            - content: |
                envman add --key ONE --value "first line
                and \\"more\\" of \\$FROM"
                echo piped | envman add --key=TWO
                envman add --key RAW --value '$FROM' --no-expand
                envman add --key GONE --value x
                envman unset --key GONE
        - script@1:
            inputs: [{content: 'echo "<$ONE> <$TWO> <$RAW> <${GONE-gone}>"'}]
        """, environment: [EnvironmentVariable(key: "FROM", value: "here")])
    #expect(await build.run.run() == .success)
    #expect(
      build.log.text.contains("<first line\nand \"more\" of here> <piped\n> <$FROM> <gone>\n"))
    #expect(build.environment["TWO"] == "piped\n")
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a step that bends the variables' file fails and reads nothing of the host`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs: [{content: 'ln -s /etc/passwd "$ENVMAN_ENVSTORE_PATH"'}]
        """)
    #expect(await build.run.run() == .failed)
    #expect(build.log.text.contains("variables of the step are lost: cannot read"))
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a stopped build ends its step and starts no other`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs: [{content: "echo started; sleep 100 & wait"}]
        - script@1:
            is_always_run: true
            inputs: [{content: echo never}]
        """)
    let running = Task { await build.run.run() }
    await build.log.content.wait(for: "started")
    let before = ContinuousClock.now
    running.cancel()
    #expect(await running.value == .stopped)
    #expect(before.duration(to: .now) < .seconds(4))
    #expect(build.ended.map(\.status) == [.aborted, .skipped])
    await build.machine.destroy()
  }

  @Test func `a step that ignores the request to end is killed after five seconds`() async throws {
    let build = try await RealBuild(
      driver: "bubblewrap",
      steps: """
        - script@1:
            inputs: [{content: "trap '' TERM; echo started; while :; do sleep 1; done"}]
        """)
    let running = Task { await build.run.run() }
    await build.log.content.wait(for: "started")
    let before = ContinuousClock.now
    running.cancel()
    #expect(await running.value == .stopped)
    #expect(before.duration(to: .now) > .seconds(4.5))
    #expect(build.ended.map(\.status) == [.aborted])
    #expect(build.ended.map(\.exitCode) == [137])
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a step beyond its time ends with all it started`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            timeout: 1
            inputs:
            - content: |
                setsid bash -c 'trap "" TERM; echo $$ > "$BITRISE_DEPLOY_DIR/stray"; while :; do sleep 1; done' &
                wait
        - script@1:
            is_always_run: true
            inputs: [{content: 'kill -0 "$(cat "$BITRISE_DEPLOY_DIR/stray")" && echo lives || echo dead'}]
        """)
    #expect(await build.run.run() == .failed)
    #expect(build.ended.map(\.status) == [.abortedWithTimeout, .success])
    #expect(build.log.text.contains("dead\n"))
    #expect(build.environment["BITRISE_FAILED_STEP_ERROR_MESSAGE"] == "timed out after 1 s")
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a silent step is ended by the global limit, unless it has its own`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            no_output_timeout: 0
            inputs: [{content: sleep 1.5}]
        - script@1:
            inputs: [{content: "for i in 1 2 3; do echo $i; sleep 0.7; done; sleep 100"}]
        """, environment: [EnvironmentVariable(key: "BITRISE_NO_OUTPUT_TIMEOUT", value: "1")])
    #expect(await build.run.run() == .failed)
    #expect(build.ended.map(\.status) == [.success, .abortedWithNoOutput])
    #expect(build.log.text.contains("1\n2\n3\n"))
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a background process that holds the output does not hold the step`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver, steps: "- script@1: {inputs: [{content: sleep 100 & echo done}]}")
    let before = ContinuousClock.now
    #expect(await build.run.run() == .success)
    #expect(before.duration(to: .now) < .seconds(3))
    #expect(build.log.text.contains("done\n"))
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a machine that ends fails the build instead of hanging it`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1: {inputs: [{content: "echo started; sleep 100"}]}
        - script@1: {is_always_run: true, inputs: [{content: echo never}]}
        """)
    let running = Task { await build.run.run() }
    await build.log.content.wait(for: "started")
    await build.machine.destroy()
    #expect(await running.value == .failed)
    #expect(build.ended.map(\.status) == [.failed, .preparationFailed])
  }

  @Test(arguments: RealBuild.drivers)
  func `much output arrives complete`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver, steps: "- script@1: {inputs: [{content: seq 20000}]}")
    #expect(await build.run.run() == .success)
    let expected = (1...20000).map(String.init).joined(separator: "\n") + "\n"
    #expect(Data(build.log.text.utf8).range(of: Data(expected.utf8)) != nil)
    let step = try #require(build.ended.first)
    #expect((step.lastChunk ?? 0) - (step.firstChunk ?? 0) > 4)
    await build.machine.destroy()
  }
}
