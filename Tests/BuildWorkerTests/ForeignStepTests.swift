import BuildModel
import Foundation
import TestSupport
import Testing

extension WorkerProcessTests {
  @Suite struct ForeignStepTests {
    @Test func `a step that nobody can run fails the build with its place`() async throws {
      let worker = try await RunningWorker(steps: ["true", "- xcode-test@5: {}"])
      try await worker.waitForEnd()
      let sentence =
        "bitrise.yml:8:7: step “xcode-test@5” needs Bitrise's public step library, which airlock"
        + " does not use; write it as a “script” step"
      #expect(
        worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
      #expect(worker.news.map(\.summary) == ["started", "finished failed", "ended"])
      #expect(!worker.hasProcesses)
    }

    @Test func `a machine with Bitrise's command has it run such steps`() async throws {
      let folder = try TemporaryFolder()
      let command = folder.url.appending(path: "bitrise")
      // It stands for the real one, which would fetch steps from the internet.
      try #"""
      #!/bin/bash
      echo '{"type":"event","event_type":"step_started","content":{"uuid":"u","title":"Tests"}}'
      echo "{\"type\":\"log\",\"level\":\"normal\",\"message\":\"ran $2 in $PWD\\n\"}"
      echo '{"type":"event","event_type":"step_finished","content":{"uuid":"u","status":"success"}}'
      """#.write(to: command, atomically: true, encoding: .utf8)
      chmod(command.path, 0o755)
      let worker = try await RunningWorker.$programFolder.withValue(folder.url.path) {
        try await RunningWorker(driver: "plain", steps: ["- xcode-test@5: {}"])
      }
      try await worker.waitForEnd()
      #expect(
        worker.news.map(\.summary) == [
          "started", "prepared not-isolated", "planned 1", "step 0 running", "step 0 success",
          "finished success", "ended",
        ])
      #expect(try worker.log.contains("| (0) Tests  "))
      #expect(try worker.log.contains("ran test in \(worker.spool.machine.path)/source\n"))
    }
  }
}
