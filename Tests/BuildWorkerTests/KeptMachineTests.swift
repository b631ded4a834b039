import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

extension WorkerProcessTests {
  /// Windows that nobody had asked for when the build began.
  @Suite struct KeptMachineTests {
    @Test(.enabled(if: SSHClient.isInstalled), arguments: RunningWorker.drivers)
    func `a failed machine stands by as it was, is opened and shut on time`(
      driver: String
    ) async throws {
      let worker = try await RunningWorker(
        driver: driver,
        steps: ["envman add --key FOUND --value treasure; echo left > ../deploy/mark", "exit 7"],
        grace: 3
      ) { $0.keepFailed = 60 }
      let kept = try #require(await worker.wait { $0.summary == "machine kept" })
      let finished = try #require(worker.reports.first { $0.news.isFinished })
      #expect(kept.news == .machineKept(until: finished.at + 60))
      #expect(worker.door == nil)
      let asked = Date()
      try worker.send(.openWindow(publicKeys: nil))
      let client = SSHClient(
        credentials: try await worker.waitForDoor(), folder: worker.repository.folder)
      let visit = try await client.start("cat ../deploy/mark; echo $FOUND").finish()
      #expect(visit.status == 0 && visit.output == "left\ntreasure\n")
      let stay = try client.start("echo in; exec sleep 100")
      #expect(await stay.output.fileHandleForReading.nextData() == Data("in\n".utf8))
      let cut = try #require(await stay.ending())
      try await worker.waitForEnd()
      let windows = worker.news.compactMap(\.window)
      #expect(windows.map(\.summary) == ["opening", "closing", "closed grace_over"])
      let deadline = try #require(windows[1].deadline)
      #expect(abs(deadline.timeIntervalSince(asked) - 3) < 0.5)
      #expect(abs(cut.at.timeIntervalSince(deadline)) < 0.5)
      #expect(worker.exitStatus == 0)
      #expect(!worker.hasProcesses)
      #expect(!FileManager.default.fileExists(atPath: worker.spool.machine.path))
    }

    @Test(arguments: RunningWorker.drivers)
    func `what a build left running stands still while nobody has asked`(
      driver: String
    ) async throws {
      let worker = try await RunningWorker(
        driver: driver,
        steps: ["(while :; do echo x >> ../deploy/beat; sleep 0.01; done) & exit 7"], grace: 60
      ) { $0.keepFailed = 60 }
      await worker.wait { $0.summary == "machine kept" }
      let beat = worker.spool.machine.appending(path: "deploy/beat")
      func beats() throws -> Int { try Data(contentsOf: beat).count }
      // Stopped by a signal, each of them, once it is its turn to notice.
      while Set(worker.processStates) != ["T"] { await Task.yield() }
      let before = try beats()
      try worker.send(.openWindow(publicKeys: nil))
      _ = try await worker.waitForDoor()
      while try beats() == before { await Task.yield() }
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
      #expect(worker.news.suffix(2).map(\.summary) == ["window closed closed_by_user", "ended"])
      #expect(!worker.hasProcesses)
    }

    @Test(arguments: RunningWorker.drivers)
    func `nobody asks, and the machine goes when its time is over`(driver: String) async throws {
      let worker = try await RunningWorker(
        driver: driver, steps: ["sleep 1000 & setsid sleep 1001 & exit 7"], grace: 60
      ) { $0.keepFailed = 1 }
      try await worker.waitForEnd()
      let finished = try #require(worker.reports.first { $0.news.isFinished })
      let ended = try #require(worker.reports.last)
      #expect(
        worker.news.suffix(3).map(\.summary) == ["finished failed", "machine kept", "ended"])
      let seconds = ended.at.timeIntervalSince(finished.at)
      #expect(seconds >= 1 && seconds < 1.5)
      #expect(worker.exitStatus == 0)
      #expect(!worker.hasProcesses)
    }

    @Test(arguments: [
      WorkerOrder.closeWindow(.closedByUser), .abort(reason: nil, withSuccess: false),
    ])
    func `a kept machine is sent away by a close, not by an abort`(order: WorkerOrder) async throws
    {
      let worker = try await RunningWorker(steps: ["exit 7"], grace: 60) { $0.keepFailed = 2 }
      await worker.wait { $0.summary == "machine kept" }
      let start = Date()
      try worker.send(order)
      try await worker.waitForEnd()
      let isClosed = order == .closeWindow(.closedByUser)
      #expect((Date().timeIntervalSince(start) < 1) == isClosed)
      #expect(worker.news.suffix(2).map(\.summary) == ["machine kept", "ended"])
    }

    @Test func `a worker that is told to end lets its kept machine go`() async throws {
      let worker = try await RunningWorker(steps: ["exit 7"], grace: 60) { $0.keepFailed = 600 }
      await worker.wait { $0.summary == "machine kept" }
      worker.signal(SIGTERM)
      try await worker.waitForEnd()
      #expect(worker.news.suffix(2).map(\.summary) == ["machine kept", "ended"])
      #expect(worker.exitStatus == 0)
    }

    @Test(arguments: ["true", "sleep 100"])
    func `no machine is kept of a build that has not failed`(step: String) async throws {
      let worker = try await RunningWorker(steps: [step], grace: 60) { $0.keepFailed = 600 }
      if step != "true" {
        await worker.wait { $0.summary == "step 0 running" }
        try worker.send(.abort(reason: nil, withSuccess: false))
      }
      try await worker.waitForEnd()
      #expect(!worker.news.map(\.summary).contains("machine kept"))
    }

    @Test func `no machine is kept that has died`() async throws {
      let worker = try await RunningWorker(
        driver: "plain", steps: ["kill -KILL $PPID; sleep 100"]
      ) { $0.keepFailed = 600 }
      try await worker.waitForEnd()
      #expect(worker.news.suffix(2).map(\.summary) == ["finished failed", "ended"])
    }

    @Test func `a build that runs is opened, and closes after its end as any other`() async throws {
      let worker = try await RunningWorker(
        steps: ["while [ ! -e ../deploy/go ]; do sleep 0.05; done"], grace: 1)
      await worker.wait { $0.summary == "step 0 running" }
      try worker.send(.openWindow(publicKeys: nil))
      try worker.send(.openWindow(publicKeys: nil))
      _ = try await worker.waitForDoor()
      try Data().write(to: worker.spool.machine.appending(path: "deploy/go"))
      try await worker.waitForEnd()
      #expect(
        worker.news.compactMap(\.window).map(\.summary)
          == ["opening", "open", "closing", "closed grace_over"])
      #expect(worker.news.map(\.summary).contains("finished success"))
    }

    @Test func `a window asked for after a good end is ignored`() async throws {
      let worker = try await RunningWorker(steps: ["true"], isRemote: true, grace: 60) {
        $0.keepFailed = 60
      }
      await worker.wait { $0.summary == "window closing" }
      try worker.send(.openWindow(publicKeys: nil))
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
      #expect(
        worker.news.compactMap(\.window).map(\.summary)
          == ["opening", "open", "closing", "closed closed_by_user"])
    }

    @Test func `a hold keeps the machine open before the grace begins`() async throws {
      let worker = try await RunningWorker(
        steps: ["true"], isRemote: true, grace: 60, timeLimit: 5400
      ) {
        $0.hold = 1800
        $0.longestExtension = 2000
      }
      let closing = try #require(await worker.wait { $0.summary == "window closing" })
      let finished = try #require(worker.reports.first { $0.news.isFinished })
      #expect(closing.news.window?.deadline == finished.at + 1860)
      // More than all in all: ignored, as when two extend at once.
      try worker.send(.extendWindow(seconds: 201))
      try worker.send(.extendWindow(seconds: 200))
      let extended = await worker.wait { $0.window != nil }
      #expect(extended?.news.window?.extra == 2000)
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
    }

    @Test func `how long a step may be silent is told, and it is ended then`() async throws {
      let worker = try await RunningWorker(
        steps: [
          "- script@1:\n    no_output_timeout: 0\n    inputs:\n    - content: sleep 2",
          "sleep 100",
        ]
      ) { $0.noOutputLimit = 1 }
      await worker.wait { $0.summary == "step 0 running" }
      #expect(worker.noOutputLimit == nil)
      await worker.wait { $0.summary == "step 1 aborted_with_no_output" }
      #expect(worker.noOutputLimit == 1)
      try await worker.waitForEnd()
      #expect(worker.noOutputLimit == nil)
      #expect(worker.news.map(\.summary).contains("step 0 success"))
    }

    @Test func `the log begins with what the service has to say, and with the commit`()
      async throws
    {
      let worker = try await RunningWorker(steps: ["true"]) {
        $0.notes = ["configuration: changed since build #11"]
        $0.original = .init(number: 11, commitHash: "0123456789abcdef")
      }
      try await worker.waitForEnd()
      let lines = try worker.log.split(separator: "\n")
      #expect(lines.contains("configuration: changed since build #11"))
      #expect(lines.contains("commit: changed since build #11, which ran 0123456789"))
    }
  }
}
