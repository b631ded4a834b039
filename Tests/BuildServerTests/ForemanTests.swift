import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

/// The foreman with real workers.
@Suite(.timeLimit(.minutes(2)), .enabled(if: WorkerBench.isPossible))
struct ForemanTests {
  @Test func `a build runs from queue to end and its machine is gone`() async throws {
    let bench = try await WorkerBench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      let slug = try await running.listening { text in
        let slug = try await running.trigger(app)
        await text.wait(for: #""status":"running""#)
        let body = try await running.build(app, slug)
        #expect(body.statusText == "in-progress")
        try bench.release(slug)
        await text.wait(for: #""status_text":"error""#)
        return slug
      }
      let body = try await running.build(app, slug)
      #expect(body.startedOnWorkerAt != nil)
      #expect(body.environmentPrepareFinishedAt != nil)
      #expect(body.commitMessage == "Begin")
      #expect(body.airlock?.isolation != .unknown)
      let summary = try await running.get(Paths.logSummary(app, slug), as: LogSummaryBody.self)
      #expect(summary.execution.workflows.first?.steps.map(\.status) == ["success", "failed"])
      let log = try await running.archive(app, slug)
      #expect(log.contains("it has begun\n"))
      #expect(log.contains("it was released\n"))
      await running.service.parts.foreman.waitUntilIdle()
      #expect(!FileManager.default.fileExists(atPath: bench.spool(of: slug).machine.path))
    }
  }

  @Test func `a door opens while the build runs, and its secret is told to those who ask only`()
    async throws
  {
    let bench = try await WorkerBench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      let (password, told) = try await running.listening { text in
        let slug = try await running.startRemote(app, text)
        let open = try await running.access(app, slug)
        #expect(open.state == .open)
        #expect(open.closesAt == nil)
        #expect(open.graceSeconds == 300)
        #expect(open.sourceDir?.isEmpty == false)
        #expect(open.buildLimitAt != nil)
        let password = try #require(open.ssh?.password)
        #expect(!password.isEmpty)
        let all = try await running.get(Paths.windows, as: Envelope<[RemoteAccessBody]>.self).data
        #expect(all.map(\.ssh?.port) == [open.ssh?.port])
        #expect(all.map(\.ssh?.password) == [nil])
        try bench.release(slug)
        await text.wait(for: #""state":"closing""#)
        let closing = try await running.access(app, slug)
        let finished = try #require(try await running.build(app, slug).finishedAt)
        let deadline = try #require(closing.closesAt)
        #expect(deadline.timeIntervalSince(finished) >= 300)
        #expect(deadline.timeIntervalSince(finished) < 301)
        let path = Paths.access(app, slug)
        _ = try await running.ask(.post, path + "/extend", #"{"seconds":60}"#)
        await text.wait(for: #""hold_seconds":60"#)
        let extended = try await running.access(app, slug)
        #expect(extended.closesAt == deadline + 60)
        #expect(extended.ssh?.password == password)
        _ = try await running.ask(.delete, path)
        await text.wait(for: #""closed_reason":"closed_by_user""#)
        let closed = try await running.access(app, slug)
        #expect(closed.state == .closed)
        #expect(closed.ssh == nil)
        return (password, text.text)
      }
      #expect(!told.contains(password))
      await running.service.parts.foreman.waitUntilIdle()
      let files = FileManager.default.enumerator(atPath: bench.configuration.dataFolder.path)
      for name in files?.compactMap({ $0 as? String }) ?? [] {
        let file = bench.configuration.dataFolder.appending(path: name)
        let bytes = FileManager.default.contents(atPath: file.path) ?? Data()
        #expect(bytes.range(of: Data(password.utf8)) == nil, "\(name) holds the password")
      }
    }
  }

  @Test func `a finished build's slot is free while its window is open`() async throws {
    let bench = try await WorkerBench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let first = try await running.startRemote(app, text)
        let second = try await running.trigger(app)
        #expect(try await running.build(app, second).startedOnWorkerAt == nil)
        try bench.release(first)
        await text.wait(for: #""state":"closing""#)
        await text.wait(for: "\"build_slug\":\"\(second)\",\"step\"")
        #expect(try await running.access(app, first).state == .closing)
        #expect(try await running.build(app, second).startedOnWorkerAt != nil)
        _ = try await running.ask(.delete, Paths.access(app, first))
        _ = try await running.ask(.post, Paths.abort(app, second), "{}")
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `a running build is aborted with the reason that was given`() async throws {
    let bench = try await WorkerBench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let slug = try await running.trigger(app)
        await text.wait(for: #""status":"running""#)
        _ = try await running.ask(
          .post, Paths.abort(app, slug), #"{"abort_reason":"wrong branch"}"#)
        await text.wait(for: #""status_text":"aborted""#)
        let body = try await running.build(app, slug)
        #expect(body.status == 3)
        #expect(body.abortReason == "wrong branch")
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `a service that is stopped and started again finds its build as it was`()
    async throws
  {
    let bench = try await WorkerBench()
    let (token, app, slug, before) = try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      return try await running.listening { text in
        let slug = try await running.startRemote(app, text)
        return (running.token, app, slug, try await running.access(app, slug))
      }
    }
    // Nobody serves now; the build goes on and ends.
    #expect(WorkerLock.isHeld(in: bench.spool(of: slug)))
    try bench.release(slug)
    try await bench.waitUntilFinished(slug)
    try await withService(bench.configuration, token: token) { running in
      try await running.listening { text in
        // The listener may come before or after the worker is found again.
        while try await running.access(app, slug).ssh == nil {}
        let body = try await running.build(app, slug)
        #expect(body.statusText == "error")
        let after = try await running.access(app, slug)
        #expect(after.state == .closing)
        #expect(after.ssh == before.ssh)
        #expect(after.openedAt == before.openedAt)
        let summary = try await running.get(
          Paths.logSummary(app, slug), as: LogSummaryBody.self)
        #expect(summary.execution.workflows.first?.steps.map(\.status) == ["success", "failed"])
        let log = try await running.archive(app, slug)
        #expect(log.contains("it has begun\n"))
        #expect(log.contains("it was released\n"))
        _ = try await running.ask(.delete, Paths.access(app, slug))
        await text.wait(for: #""closed_reason":"closed_by_user""#)
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `a killed worker fails its build, closes its window and leaves nothing`()
    async throws
  {
    let bench = try await WorkerBench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let slug = try await running.startRemote(app, text)
        try bench.killWorker(of: slug)
        await text.wait(for: #""closed_reason":"worker_lost""#)
        let body = try await running.build(app, slug)
        #expect(body.statusText == "error")
        #expect(
          body.airlock?.failureReason?.hasPrefix("Its worker was lost before the build was")
            == true)
        let access = try await running.access(app, slug)
        #expect(access.state == .closed)
        #expect(access.ssh == nil)
        await running.service.parts.foreman.waitUntilIdle()
        #expect(!FileManager.default.fileExists(atPath: bench.spool(of: slug).machine.path))
      }
    }
  }

  @Test func `a worker that was lost while no service ran is found lost`() async throws {
    let bench = try await WorkerBench()
    let (token, app, slug) = try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      return try await running.listening { text in
        (running.token, app, try await running.startRemote(app, text))
      }
    }
    try bench.killWorker(of: slug)
    try await waitUntilFree(bench.spool(of: slug))
    try await withService(bench.configuration, token: token) { running in
      await running.service.parts.foreman.waitUntilIdle()
      let body = try await running.build(app, slug)
      #expect(body.statusText == "error")
      #expect(try await running.access(app, slug).closedReason == .workerLost)
      #expect(!FileManager.default.fileExists(atPath: bench.spool(of: slug).machine.path))
    }
  }
}
