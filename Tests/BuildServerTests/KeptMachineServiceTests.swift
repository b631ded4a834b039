import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

/// Machines that are opened later, with real workers and services that come and go.
@Suite(.timeLimit(.minutes(2)), .enabled(if: WorkerBench.isPossible))
struct KeptMachineServiceTests {
  private static func bench(
    _ change: (inout ServiceConfiguration) -> Void = { _ in }
  ) async throws -> WorkerBench {
    var bench = try await WorkerBench()
    bench.configuration.keepFailed = 60
    change(&bench.configuration)
    return bench
  }

  /// A failed build whose machine stands by.
  private static func kept(
    _ bench: WorkerBench, _ running: RunningService, _ app: AppSlug, _ text: WaitableText
  ) async throws -> BuildSlug {
    let slug = try await running.trigger(app)
    await text.wait(for: "\"build_slug\":\"\(slug)\",\"step\"")
    try bench.release(slug)
    while try await running.build(app, slug).airlock?.machineKeptUntil == nil {}
    return slug
  }

  @Test func `a kept machine takes no slot, and is opened without a rebuild`() async throws {
    let bench = try await Self.bench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let slug = try await Self.kept(bench, running, app, text)
        let body = try await running.build(app, slug)
        #expect(body.statusText == "error")
        let until = try #require(body.airlock?.machineKeptUntil)
        let finished = try #require(body.finishedAt)
        #expect(abs(until.timeIntervalSince(finished) - 60) < 2)
        let next = try await running.trigger(app)
        await text.wait(for: "\"build_slug\":\"\(next)\",\"step\"")
        let asked = Date()
        #expect(try await running.ask(.post, Paths.access(app, slug)).status == 201)
        await text.wait(for: #""host_key_fingerprint":"SHA256:"#)
        let access = try await running.access(app, slug)
        #expect(access.state == .closing)
        #expect(access.ssh?.password?.isEmpty == false)
        #expect(access.buildLimitAt == nil)
        let left = try #require(access.closesAt).timeIntervalSince(asked)
        #expect(left > 299 && left < 305)
        let opened = try await running.build(app, slug)
        #expect(opened.airlock?.machineKeptUntil == nil)
        #expect(opened.airlock?.isRemote == true)
        _ = try await running.ask(.delete, Paths.access(app, slug))
        _ = try await running.ask(.post, Paths.abort(app, next), "{}")
        await running.service.parts.foreman.waitUntilIdle()
        #expect(try await running.access(app, slug).closedReason == .closedByUser)
      }
    }
  }

  @Test func `it stands by while no service runs, and is found again`() async throws {
    let bench = try await Self.bench()
    let key = try KeyFile(in: bench.folder.url)
    let (token, app, slug) = try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      return try await running.listening { text in
        (running.token, app, try await Self.kept(bench, running, app, text))
      }
    }
    #expect(WorkerLock.isHeld(in: bench.spool(of: slug)))
    try await withService(bench.configuration, token: token) { running in
      #expect(try await running.build(app, slug).airlock?.machineKeptUntil != nil)
      // Written down, but this service ends before it can tell the worker.
      let order = try await running.service.parts.store.openWindow(
        of: slug, grace: 300, publicKeys: [key.line])
      #expect(order != nil)
    }
    try await withService(bench.configuration, token: token) { running in
      while try await running.access(app, slug).ssh == nil {}
      #expect(try await running.access(app, slug).state == .closing)
      #expect(try key.opens(try #require(try await running.access(app, slug).ssh?.port)))
      _ = try await running.ask(.delete, Paths.access(app, slug))
      await running.service.parts.foreman.waitUntilIdle()
      #expect(!FileManager.default.fileExists(atPath: bench.spool(of: slug).machine.path))
    }
  }

  @Test func `too many make the oldest go`() async throws {
    let bench = try await Self.bench { $0.mostKept = 1 }
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let first = try await Self.kept(bench, running, app, text)
        let second = try await Self.kept(bench, running, app, text)
        while try await running.build(app, first).airlock?.machineKeptUntil != nil {}
        #expect(try await running.build(app, second).airlock?.machineKeptUntil != nil)
        _ = try await running.ask(.delete, Paths.access(app, second))
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `it makes room for a build that has no memory to run in`() async throws {
    let bench = try await Self.bench {
      $0.stacks[0].limits = MachineLimits(memory: 1 << 30)
      $0.machineMemory = 3 << 29
    }
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let first = try await Self.kept(bench, running, app, text)
        let next = try await running.trigger(app)
        await text.wait(for: "\"build_slug\":\"\(next)\",\"step\"")
        #expect(try await running.build(app, first).airlock?.machineKeptUntil == nil)
        _ = try await running.ask(.post, Paths.abort(app, next), "{}")
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `it goes where the disk has no room for another build`() async throws {
    let bench = try await Self.bench()
    let (token, app, slug) = try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      return try await running.listening { text in
        (running.token, app, try await Self.kept(bench, running, app, text))
      }
    }
    let full = Self.full(bench.configuration)
    try await withService(full, token: token) { running in
      #expect(try await running.build(app, slug).airlock?.machineKeptUntil != nil)
      let answer = try await running.ask(
        .post, Paths.builds(app), #"{"hook_info":{"type":"bitrise"},"build_params":{}}"#)
      #expect(answer.status == 507)
      await running.service.parts.foreman.waitUntilIdle()
      #expect(try await running.build(app, slug).airlock?.machineKeptUntil == nil)
    }
  }

  /// The same service, for which no disk is large enough.
  private static func full(_ configuration: ServiceConfiguration) -> ServiceConfiguration {
    var configuration = configuration
    configuration.leastFreeBytes = .max
    return configuration
  }

  @Test func `it is sent away by a close, and its end is told`() async throws {
    let bench = try await Self.bench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let slug = try await Self.kept(bench, running, app, text)
        #expect(try await running.ask(.delete, Paths.access(app, slug)).status == 200)
        await running.service.parts.foreman.waitUntilIdle()
        #expect(try await running.build(app, slug).airlock?.machineKeptUntil == nil)
        try await running.ask(.post, Paths.access(app, slug)).refusal(404, .notRemote)
        // Told once more, after the event that it is kept.
        func toldLast() -> String {
          text.text.components(separatedBy: #""machine_kept_until":"#).last ?? ""
        }
        while !toldLast().hasPrefix("null") { await Task.yield() }
      }
    }
  }

  @Test func `one whose worker dies is gone`() async throws {
    let bench = try await Self.bench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let slug = try await Self.kept(bench, running, app, text)
        try bench.killWorker(of: slug)
        await running.service.parts.foreman.waitUntilIdle()
        let body = try await running.build(app, slug)
        #expect(body.airlock?.machineKeptUntil == nil)
        // What it had finished stays as it was.
        #expect(body.airlock?.failureReason == nil)
        #expect(!FileManager.default.fileExists(atPath: bench.spool(of: slug).machine.path))
      }
    }
  }

  @Test func `a build that runs is opened, and both its limits are told`() async throws {
    var bench = try await WorkerBench()
    bench.configuration.noOutputLimit = 40
    bench.configuration.buildTimeLimit = 70
    try await withService(bench.configuration) { [bench] running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let slug = try await running.trigger(app)
        await text.wait(for: "\"build_slug\":\"\(slug)\",\"step\"")
        _ = try await running.ask(.post, Paths.access(app, slug))
        await text.wait(for: #""host_key_fingerprint":"SHA256:"#)
        let access = try await running.access(app, slug)
        #expect(access.state == .open)
        let started = try #require(try await running.build(app, slug).startedOnWorkerAt)
        let limit = try #require(access.buildLimitAt)
        #expect(abs(limit.timeIntervalSince(started) - 70) < 2)
        // The step says it has begun, and then nothing more.
        var silent = try #require(access.noOutputLimitAt)
        let log = Paths.log(app, slug)
        while try await !running.ask(.get, log).text.contains("it has begun") {}
        silent = try #require(try await running.access(app, slug).noOutputLimitAt)
        #expect(silent.timeIntervalSince(started) > 39)
        #expect(silent.timeIntervalSince(access.serverTime) < 41)
        try bench.release(slug)
        await text.wait(for: #""state":"closing""#)
        let closing = try await running.access(app, slug)
        #expect(closing.buildLimitAt == nil)
        #expect(closing.noOutputLimitAt == nil)
        _ = try await running.ask(.delete, Paths.access(app, slug))
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }
}

/// A key pair of somebody who asks for access.
private struct KeyFile {
  let line: String
  private let path: String

  init(in folder: URL) throws {
    path = folder.appending(path: "key").path
    let status = try runToEnd(
      ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], environment: [:],
      output: path + ".log")
    try #require(status == 0)
    line = try String(contentsOfFile: path + ".pub", encoding: .utf8)
  }

  /// Whether the key alone lets its owner in.
  func opens(_ port: Int) throws -> Bool {
    try runToEnd(
      [
        "/usr/bin/ssh", "-F", "none", "-i", path, "-p", "\(port)", "-o", "IdentitiesOnly=yes",
        "-o", "PasswordAuthentication=no", "-o", "StrictHostKeyChecking=no",
        "-o", "UserKnownHostsFile=/dev/null", "vagrant@127.0.0.1", "true",
      ],
      environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"], output: path + ".log") == 0
  }
}
