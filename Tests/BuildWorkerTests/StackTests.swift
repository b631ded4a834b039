import BuildModel
import BuildSpool
import Foundation
import Testing

extension WorkerProcessTests {
  /// What a build's stack makes of its machine.
  @Suite struct StackTests {
    private func stack(network: NetworkMode?) -> Stack {
      Stack(
        name: .linux, title: "Linux", system: .linux, hasScreenShare: false, network: network)
    }

    @Test(arguments: [
      (NetworkMode.nothing, "network: none.\n"), (.host, "network: this computer's\n"),
    ])
    func `the log says which network the stack gives`(
      mode: NetworkMode, line: String
    ) async throws {
      let worker = try await RunningWorker(steps: ["true"]) {
        $0.definition = stack(network: mode)
      }
      try await worker.waitForEnd()
      #expect(try worker.log.contains("\nmachine: bubblewrap, isolated\n" + line))
      #expect(worker.news.map(\.summary).contains("finished success"))
    }

    @Test(arguments: RunningWorker.drivers)
    func `a build over its memory fails with that sentence`(driver: String) async throws {
      let hog = "perl -e '$x = \"x\" x (16 << 20); push @l, $x . $_ for 1..100; sleep 100'"
      let worker = try await RunningWorker(driver: driver, steps: [hog + " || true\nsleep 100"]) {
        $0.definition = stack(network: nil)
        $0.definition?.limits = MachineLimits(memory: 64 << 20)
      }
      try await worker.waitForEnd()
      let sentence = "The build used more than its 64 MiB of memory."
      #expect(worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
      #expect(try worker.log.contains(sentence))
      #expect(try worker.log.contains("\nlimits: 64 MiB of memory\n"))
    }

    @Test func `a stack whose driver does not work here says why`() async throws {
      let worker = try await RunningWorker(driver: "", steps: ["true"]) {
        $0.definition = stack(network: nil)
        $0.definition?.driver = .uidRange
        $0.definition?.root = "/no/such/root"
      }
      try await worker.waitForEnd()
      let sentence =
        "The stack linux needs the driver uid-range. The root directory /no/such/root is not there."
      #expect(worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
    }

    @Test func `a build whose stack asks for what its driver has not fails with a sentence`()
      async throws
    {
      let worker = try await RunningWorker(driver: "plain", steps: ["true"]) {
        $0.definition = stack(network: .nothing)
      }
      try await worker.waitForEnd()
      let sentence =
        "The stack's network is “none”, but plain processes have this computer's: leave the"
        + " stack's network out, or make it “host”."
      #expect(worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
    }
  }
}
