import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

extension WorkerProcessTests {
  @Suite struct WorkerTests {
    @Test(arguments: RunningWorker.drivers)
    func `a build is told from its start to its end, and nothing is left`(
      driver: String
    ) async throws {
      let worker = try await RunningWorker(
        driver: driver, steps: ["cat hello; git log --format=%s"])
      try await worker.waitForEnd()
      #expect(worker.exitStatus == 0)
      let isolation = driver == "plain" ? "not-isolated" : "isolated"
      #expect(
        worker.news.map(\.summary) == [
          "started", "prepared \(isolation)", "planned 1", "step 0 running", "step 0 success",
          "finished success", "ended",
        ])
      #expect(try ReportReader(worker.spool).reports(after: 0) == worker.reports)
      #expect(!FileManager.default.fileExists(atPath: worker.spool.machine.path))
      #expect(!WorkerLock.isHeld(in: worker.spool))
      #expect(!worker.hasProcesses)
      let log = try worker.log
      #expect(
        log.hasPrefix("host_name: airlock-12\nstack_image_version: linux\nmachine: \(driver)"))
      #expect(log.contains("helloBegin\n"))
      #expect(log.contains("bitrise summary: test"))
    }

    @Test func `a late follower is told everything from the beginning`() async throws {
      let worker = try await RunningWorker(steps: ["echo one", "sleep 100"])
      await worker.wait { $0.summary == "step 1 running" }
      let late = try WorkerLink(worker.spool)
      try late.send(.follow(after: 0))
      try late.send(.abort(reason: "enough", withSuccess: true))
      var told: [WorkerReport] = []
      for await message in late.messages {
        if case .report(let report) = message { told.append(report) }
      }
      try await worker.waitForEnd()
      #expect(told == worker.reports)
      #expect(
        told.map(\.news).contains(
          .finished(.abortedWithSuccess, failureReason: nil, abortReason: "enough")))
      #expect(told.map(\.news.summary).contains("step 1 aborted"))
      #expect(worker.exitStatus == 0)
    }

    @Test func `a wrong configuration fails the build with a sentence, also in its log`()
      async throws
    {
      let worker = try await RunningWorker(
        steps: [], configuration: "workflows:\n  other: {}\n", isRemote: true)
      try await worker.waitForEnd()
      let sentence = "bitrise.yml: there is no workflow “test”; there is “other”"
      #expect(worker.news.contains(.finished(.failed, failureReason: sentence, abortReason: nil)))
      #expect(
        worker.news.map(\.summary) == [
          "started", "window opening", "finished failed", "window closed never_opened", "ended",
        ])
      #expect(try worker.log.contains(sentence))
      #expect(worker.exitStatus == 0)
    }

    @Test func `a build beyond its time limit is ended`() async throws {
      let worker = try await RunningWorker(steps: ["sleep 100"], timeLimit: 3)
      try await worker.waitForEnd()
      #expect(
        worker.news.contains(
          .finished(
            .aborted, failureReason: nil,
            abortReason: "The build reached its time limit of 0:00:03.")))
      #expect(worker.news.map(\.summary).contains("step 0 aborted"))
    }

    @Test func `a worker that is told to end ends its build and its machine`() async throws {
      let worker = try await RunningWorker(steps: ["sleep 100"], isRemote: true, grace: 600)
      await worker.wait { $0.summary == "step 0 running" }
      worker.signal(SIGTERM)
      try await worker.waitForEnd()
      #expect(worker.news.map(\.summary).contains("window closed aborted"))
      #expect(
        worker.news.contains(
          .finished(.aborted, failureReason: nil, abortReason: "The worker was told to end.")))
      #expect(worker.news.last == .ended)
      #expect(worker.exitStatus == 0)
      #expect(!worker.hasProcesses)
    }

    @Test(arguments: RunningWorker.drivers)
    func `a killed worker leaves no process behind and frees its lock`(driver: String) async throws
    {
      let worker = try await RunningWorker(
        driver: driver,
        steps: ["(trap '' HUP TERM; setsid sleep 1000 & setsid sleep 1001 & wait) & wait"],
        isRemote: true)
      await worker.wait { $0.summary == "step 0 running" }
      while !worker.hasProcesses { await Task.yield() }
      worker.signal(SIGKILL)
      try await worker.waitForEnd()
      #expect(worker.exitStatus == -1)
      #expect(!WorkerLock.isHeld(in: worker.spool))
      while worker.hasProcesses { await Task.yield() }
    }

    @Test func `a worker with no readable order says so`() async throws {
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "airlock-empty-" + UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let process = Process()
      process.executableURL = URL(filePath: try BuiltProducts.path(of: "airlock-worker"))
      process.arguments = [folder.path]
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      #expect(try await output.fileHandleForReading.allData().isEmpty)
      let reports = try ReportReader(SpoolFolder(folder)).reports(after: 0)
      #expect(reports.map(\.news.summary) == ["finished failed", "ended"])
    }
  }
}
