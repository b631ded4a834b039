import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import airlock_worker

@Suite(.timeLimit(.minutes(1))) struct SecretsGateTests {
  private let secrets = [EnvironmentVariable(key: "A", value: "b")]

  @Test func `secrets that came before they were asked for are there`() async throws {
    let gate = SecretsGate()
    gate.open(with: secrets)
    gate.open(with: [])
    #expect(try await gate.secrets() == secrets)
  }

  @Test func `secrets that do not come fail the build with a sentence`() async {
    let error = await #expect(throws: WorkerError.self) {
      try await SecretsGate(patience: .milliseconds(10)).secrets()
    }
    #expect(
      error?.description
        == "The service did not hand over the app's secrets within 0 seconds; start the build"
        + " again.")
  }

  @Test func `a build that is stopped waits no longer`() async {
    let gate = SecretsGate()
    let waiting = Task { try await gate.secrets() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }
}

extension WorkerProcessTests {
  @Suite struct SecretHandoverTests {
    @Test(arguments: RunningWorker.drivers)
    func `secrets come over the socket and go nowhere but to the steps`(
      driver: String
    ) async throws {
      let worker = try await RunningWorker(
        driver: driver,
        steps: [
          "- script@1: {title: Say $WORD, inputs: [{content: 'echo \"<$WORD>\"; test ${#WORD} = 8'}]}"
        ]
      ) {
        $0.hasSecrets = true
      }
      #expect(worker.order.hasSecrets)
      try worker.send(.secrets([EnvironmentVariable(key: "WORD", value: "s3cr3t!!")]))
      try await worker.waitForEnd()
      #expect(worker.news.map(\.summary).contains("finished success"))
      #expect(try worker.log.contains("<[REDACTED]>\n"))
      try worker.expectNowhere("s3cr3t!!")
    }

    @Test func `a secret in a reason or a title is hidden in reports`() async throws {
      let worker = try await RunningWorker(
        steps: ["- script@1: {title: Use hunter2, inputs: [{content: sleep 100}]}"]
      ) {
        $0.hasSecrets = true
      }
      try worker.send(.secrets([EnvironmentVariable(key: "WORD", value: "hunter2")]))
      await worker.wait { $0.summary == "step 0 running" }
      try worker.send(.abort(reason: "saw hunter2 in the log", withSuccess: false))
      try await worker.waitForEnd()
      #expect(
        worker.news.contains(
          .finished(.aborted, failureReason: nil, abortReason: "saw [REDACTED] in the log")))
      let titles = worker.news.compactMap { news -> String? in
        guard case .stepChanged(let step) = news else { return nil }
        return step.title
      }
      #expect(Set(titles) == ["Use [REDACTED]"])
      let reports = try String(contentsOf: worker.spool.reports, encoding: .utf8)
      #expect(!reports.contains("hunter2"))
    }

    @Test func `a build that waits for its secrets can be aborted`() async throws {
      let worker = try await RunningWorker(steps: ["true"]) { $0.hasSecrets = true }
      await worker.wait { $0 == .started }
      try worker.send(.abort(reason: "enough", withSuccess: false))
      try await worker.waitForEnd()
      #expect(worker.news.map(\.summary) == ["started", "finished aborted", "ended"])
    }

    @Test func `a commit's message and a wrong configuration hold no secret either`() async throws {
      let worker = try await RunningWorker(
        steps: [], configuration: "workflows:\n  hunter2: {}\n"
      ) {
        $0.hasSecrets = true
      }
      try worker.send(.secrets([EnvironmentVariable(key: "WORD", value: "hunter2")]))
      try await worker.waitForEnd()
      let sentence = "bitrise.yml: there is no workflow “test”; there is “[REDACTED]”"
      #expect(worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
      #expect(try worker.log == "\u{1b}[31;1m\(sentence)\u{1b}[0m\n")
    }
  }
}

extension RunningWorker {
  /// Looks for a text in every file of the spool.
  fileprivate func expectNowhere(_ text: String) throws {
    let all = FileManager.default.enumerator(atPath: spool.url.path)
    for case let name as String in try #require(all) {
      let file = spool.url.appending(path: name)
      guard let data = try? Data(contentsOf: file) else { continue }
      #expect(data.range(of: Data(text.utf8)) == nil, "\(name) holds it")
    }
  }
}
