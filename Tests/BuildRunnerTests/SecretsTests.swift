import BuildModel
import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct SecretsTests {
  @Test(arguments: RealBuild.drivers)
  func `a secret reaches the steps and never the log`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            title: Use hunter2
            inputs:
            - content: |
                [ "$PASSWORD" = hunter2 ] && echo "the step has it"
                printf hunt; sleep 0.2; printf 'er2\\n'
                printf 'a hunter2\\e[0m'; echo; echo "$PASSWORD" >&2
                for c in h u n t e r 2; do printf $c; sleep 0.06; done; echo
                printf '%s' "$KEY" | od -c > /dev/null; printf '%s\\n' "$KEY" | tail -n 2
                printf 'Password: '; sleep 0.3
                exit 1
        """,
      secrets: [
        .init(key: "PASSWORD", value: "hunter2"),
        .init(key: "KEY", value: "-----BEGIN KEY-----\nMIIEabc\n}\n-----END KEY-----"),
      ])
    let running = Task { await build.run.run() }
    // A prompt shows although nothing comes after it.
    await build.log.content.wait(for: "Password: ")
    #expect(await running.value == .failed)
    let log = build.log.text
    #expect(log.contains("the step has it\n[REDACTED]\na [REDACTED]\u{1b}[0m\n[REDACTED]\n"))
    #expect(log.contains("[REDACTED]\n[REDACTED]\n}\n[REDACTED]\nPassword: "))
    #expect(log.contains("| (0) Use [REDACTED]  "))
    #expect(!log.contains("hunter2") && !log.contains("MIIE") && !log.contains("END KEY"))
    #expect(build.ended.map(\.title) == ["Use [REDACTED]"])
    #expect(build.environment["BITRISE_FAILED_STEP_TITLE"] == "Use [REDACTED]")
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a value called sensitive is hidden from then on, also in its own step`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs:
            - content: |
                echo "before: s3same"
                envman add --key WORD --value s3same --sensitive
                echo "after: s3same"
                envman add --key MORE --value 'x-$TAIL' --sensitive
        - script@1:
            inputs: [{content: 'echo "$WORD $MORE s3same"'}]
        """, environment: [.init(key: "TAIL", value: "tail9")])
    #expect(await build.run.run() == .success)
    #expect(build.log.text.contains("before: s3same\nafter: [REDACTED]\n"))
    #expect(build.log.text.contains("[REDACTED] [REDACTED] [REDACTED]\n"))
    #expect(build.environment["MORE"] == "x-tail9")
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a secret stands in no file of its machine`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1:
            inputs:
            - content: |
                grep -rl hunter2 "$BITRISE_SOURCE_DIR" "$TMPDIR" "$HOME" "$BITRISE_DEPLOY_DIR" ||
                  echo "in no file"
                tr '\\\\0' ' ' < /proc/$$/cmdline | grep -c hunter2 || echo "in no argument"
        """, secrets: [.init(key: "PASSWORD", value: "hunter2")])
    #expect(await build.run.run() == .success)
    // The script itself holds the word, and nothing else does.
    let lines = build.log.text.split(separator: "\n").filter {
      $0.contains("/") && !$0.contains("|")
    }
    #expect(lines.filter { !$0.hasSuffix("step-0.sh") } == [])
    #expect(build.log.text.contains("in no argument"))
    await build.machine.destroy()
  }

  @Test(arguments: RealBuild.drivers)
  func `a log that is full goes on with our own words only`(driver: String) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - script@1: {inputs: [{content: 'head -c 3000000 /dev/zero | tr "\\0" y'}]}
        - script@1: {title: Second, inputs: [{content: echo unheard}]}
        """,
      change: { $0.logLimit = 1 << 20 })
    #expect(await build.run.run() == .success)
    let log = build.log.text
    #expect(log.contains("The log has reached its limit of 1 MiB; the build goes on"))
    #expect(log.utf8.count < (1 << 20) + 8000)
    #expect(!log.contains("unheard\n"))
    #expect(log.contains("| (1) Second  ") && log.contains("bitrise summary: test"))
    await build.machine.destroy()
  }
}
