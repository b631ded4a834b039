import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

extension WorkerProcessTests {
  @Suite struct RemoteAccessTests {
    @Test(.enabled(if: SSHClient.isInstalled), arguments: RunningWorker.drivers)
    func `a visitor gets into a failed build and is cut off at the deadline`(
      driver: String
    ) async throws {
      let worker = try await RunningWorker(
        driver: driver, steps: ["envman add --key FOUND --value treasure", "exit 7"],
        isRemote: true, grace: 3)
      let client = SSHClient(
        credentials: try await worker.waitForDoor(), folder: worker.repository.folder)
      await worker.wait { $0.summary == "window closing" }
      let visit = try await client.start("cat hello; echo $FOUND $BITRISE_FAILED_STEP_TITLE")
        .finish()
      #expect(visit.status == 0 && visit.output == "hellotreasure Script\n")

      let stay = try client.start("echo in; exec sleep 100")
      #expect(await stay.output.fileHandleForReading.nextData() == Data("in\n".utf8))
      let cut = try #require(await stay.ending())
      #expect(cut.status == 255)
      try await worker.waitForEnd()
      #expect(worker.exitStatus == 0)

      let finished = try #require(worker.reports.first { $0.news.isFinished })
      let deadline = finished.at + 3
      #expect(worker.news.compactMap(\.window?.deadline) == [deadline])
      #expect(abs(cut.at.timeIntervalSince(deadline)) < 0.5)
      let closed = try #require(worker.reports.first { $0.news.window?.isClosed == true })
      #expect(closed.news.window?.state == .closed(.graceOver, at: deadline))
      #expect(abs(closed.at.timeIntervalSince(deadline)) < 0.5)
      let gone = try #require(worker.reports.last)
      #expect(gone.news == .ended && gone.at.timeIntervalSince(deadline) < 0.5)
      #expect(try await client.start("true").ending()?.status == 255)
      #expect(
        worker.news.map(\.summary).filter { $0.hasPrefix("window") } == [
          "window opening", "window open", "window closing", "window closed grace_over",
        ])
      #expect(worker.news.contains(.connectionsChanged(1)))
      #expect(worker.news.last { $0.summary.hasPrefix("connections") } == .connectionsChanged(0))
      #expect(try !worker.log.contains(client.credentials.password ?? ""))
      #expect(
        try worker.log.split(separator: "\n")[2]
          == "warnings: [Remote Access:   Connection successfully initiated]")
    }

    @Test func `the door is open before the first step runs`() async throws {
      let worker = try await RunningWorker(steps: ["true"], isRemote: true, grace: 600)
      let open = try #require(await worker.wait { $0.summary == "window open" })
      await worker.wait { $0.summary == "window closing" }
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
      let summaries = worker.news.map(\.summary)
      let step = try #require(summaries.firstIndex(of: "step 0 running"))
      #expect(open.sequence < worker.reports[step].sequence)
      let seconds = open.at.timeIntervalSince(worker.startedAt)
      #expect(seconds < 2, "the door took \(seconds) s")
    }

    @Test func `a window closed by order ends the machine of a finished build`() async throws {
      let worker = try await RunningWorker(steps: ["exit 1"], isRemote: true, grace: 600)
      await worker.wait { $0.summary == "window closing" }
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
      #expect(worker.news.suffix(2).map(\.summary) == ["window closed closed_by_user", "ended"])
      #expect(worker.exitStatus == 0)
    }

    @Test func `a window closed by order does not end a build that runs`() async throws {
      let worker = try await RunningWorker(
        steps: ["while [ ! -e ../deploy/go ]; do sleep 0.05; done", "echo on"], isRemote: true)
      await worker.wait { $0.summary == "step 0 running" }
      try worker.send(.closeWindow(.closedByUser))
      await worker.wait { $0.summary == "window closed closed_by_user" }
      try Data().write(to: worker.spool.machine.appending(path: "deploy/go"))
      try await worker.waitForEnd()
      #expect(
        worker.news.suffix(4).map(\.summary) == [
          "step 1 success", "artifacts kept", "finished success", "ended",
        ])
    }

    @Test func `added time moves the deadline by as much`() async throws {
      let worker = try await RunningWorker(
        steps: ["true"], isRemote: true, grace: 60, timeLimit: 5400)
      let closing = await worker.wait { $0.summary == "window closing" }
      let before = try #require(closing?.news.window?.deadline)
      try worker.send(.extendWindow(seconds: 1800))
      let extended = await worker.wait { $0.window != nil }
      #expect(extended?.news.window?.deadline == before + 1800)
      #expect(extended?.news.window?.extra == 1800)
      try worker.send(.closeWindow(.closedByUser))
      try await worker.waitForEnd()
    }

    @Test func `an aborted build shuts its door at once`() async throws {
      let worker = try await RunningWorker(steps: ["sleep 100"], isRemote: true, grace: 600)
      await worker.wait { $0.summary == "step 0 running" }
      try worker.send(.abort(reason: "wrong branch", withSuccess: false))
      try await worker.waitForEnd()
      #expect(
        worker.news.contains(
          .finished(.aborted, failureReason: nil, abortReason: "wrong branch")))
      #expect(worker.news.map(\.summary).contains("window closed aborted"))
      #expect(worker.exitStatus == 0)
    }

    @Test func `an abort after the end changes nothing`() async throws {
      let worker = try await RunningWorker(steps: ["true"], isRemote: true, grace: 3)
      await worker.wait { $0.summary == "window closing" }
      try worker.send(.abort(reason: "late", withSuccess: false))
      try await worker.waitForEnd()
      #expect(worker.news.suffix(2).map(\.summary) == ["window closed grace_over", "ended"])
      #expect(worker.news.map(\.summary).contains("finished success"))
    }

    @Test func `a machine that dies closes its window and fails its build`() async throws {
      // Only a machine that is not isolated lets its build get at the agent.
      let worker = try await RunningWorker(
        driver: "plain", steps: ["kill -KILL $PPID; sleep 100"], isRemote: true, grace: 600)
      try await worker.waitForEnd()
      #expect(worker.news.map(\.summary).contains("window closed machine_died"))
      #expect(
        worker.news.contains(
          .finished(
            .failed, failureReason: "The machine ended while the build ran.", abortReason: nil)))
      #expect(worker.news.last == .ended)
    }
  }
}
