import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(2))) struct SecretHandoverTests {
  @Test func `a worker gets its secrets at each connection, until its machine stands`()
    async throws
  {
    let bench = try await Bench()
    try await bench.setSecret("KEY", "treasure", isExpand: true)
    let build = try await bench.makeBuild()
    let spool = bench.spool(of: build)
    var lock = try WorkerLock.take(in: spool)
    #expect(lock != nil)
    let foreman = bench.parts.foreman
    let secrets = "\(WorkerOrder.secrets([EnvironmentVariable(key: "KEY", value: "treasure")]))"
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await foreman.attend(build.slug) }
      for _ in 1...2 {
        let heard = WaitableText()
        let listener = try Self.listen(in: spool, heard)
        await heard.wait(for: secrets)
        #expect(heard.text == "\(WorkerOrder.follow(after: 0))\n\(secrets)\n")
        listener.end()
      }
      try await bench.tell(
        build, [.started, .prepared(isolation: .isolated, commitHash: nil, commitMessage: nil)])
      let heard = WaitableText()
      let listener = try Self.listen(in: spool, heard)
      await heard.wait(for: "follow")
      let abort = WorkerOrder.abort(reason: nil, withSuccess: false)
      try await foreman.give(abort, to: build.slug)
      await heard.wait(for: "\(abort)")
      #expect(heard.text == "\(WorkerOrder.follow(after: 2))\n\(abort)\n")
      lock = nil
      listener.end()
      try await group.waitForAll()
    }
  }

  @Test func `a build of a pull request gets only what is exposed to such builds`() async throws {
    let bench = try await Bench()
    try await bench.setSecret("KEY", "treasure")
    var foreign = BuildParams(branch: "trunk")
    foreign.pullRequestID = 7
    let before = try await bench.makeBuild(foreign)
    #expect(try bench.spool(of: before).readOrder().hasSecrets == false)
    try await bench.call(.router) { owner async throws in
      let body = #"{"value":"shared","is_exposed_for_pull_requests":true}"#
      #expect(try await owner.ask(.put, Paths.secret(bench.app.slug, "OPEN"), body).status == 201)
    }
    let build = try await bench.makeBuild(foreign)
    #expect(try bench.spool(of: build).readOrder().hasSecrets)
    let shared = EnvironmentVariable(key: "OPEN", value: "shared", isExpand: false)
    try await Self.expectFirstOrder(.secrets([shared]), of: build, bench)
    let own = try await bench.makeBuild()
    #expect(
      try await bench.parts.secrets.variables(for: own).map(\.key) == ["KEY", "OPEN"])
  }

  @Test func `a worker whose secrets were all removed meanwhile does not wait for ever`()
    async throws
  {
    let bench = try await Bench()
    try await bench.setSecret("KEY", "treasure")
    let build = try await bench.makeBuild()
    try await bench.call(.router) { owner async throws in
      #expect(try await owner.ask(.delete, Paths.secret(bench.app.slug, "KEY")).status == 204)
    }
    try await Self.expectFirstOrder(.secrets([]), of: build, bench)
  }

  @Test func `a build whose secrets cannot be opened any more is ended with the reason`()
    async throws
  {
    let bench = try await Bench()
    try await bench.setSecret("KEY", "treasure")
    let build = try await bench.makeBuild()
    // As after a restart without the key.
    let secrets = AppSecrets(
      store: bench.parts.store,
      vault: SecretVault(keyFile: bench.folder.url.appending(path: "lost")))
    let error = await #expect(throws: VaultError.self) {
      _ = try await secrets.variables(for: build)
    }
    let parts = bench.parts
    let foreman = Foreman(
      store: parts.store, folder: parts.folder, herald: parts.herald, disk: parts.disk,
      secrets: secrets,
      configuration: parts.configuration)
    try await Self.expectFirstOrder(
      .abort(reason: error?.description, withSuccess: false), of: build, bench, foreman)
  }

  @Test(.enabled(if: WorkerBench.isPossible))
  func `while a build with a secret runs, no file of the data folder holds it`() async throws {
    let bench = try await WorkerBench()
    let value = "treasure-\(UUID().uuidString)"
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      let set = try await running.ask(
        .put, Paths.secret(app, "KEY"), #"{"value":"\#(value)"}"#)
      #expect(set.status == 201)
      try await running.listening { text in
        let slug = try await running.trigger(app)
        await text.wait(for: #""status":"running""#)
        let data = bench.configuration.dataFolder
        let names =
          FileManager.default.enumerator(atPath: data.path)?
          .compactMap { $0 as? String } ?? []
        #expect(names.contains("airlock.sqlite-wal") && names.contains("secrets.key"))
        #expect(names.contains("builds/\(slug)/order.json"))
        for name in names {
          let bytes = FileManager.default.contents(atPath: data.appending(path: name).path)
          #expect(bytes?.range(of: Data(value.utf8)) == nil, "\(name) holds the secret")
        }
        try bench.release(slug)
        await text.wait(for: #""status_text":"error""#)
      }
      await running.service.parts.foreman.waitUntilIdle()
    }
  }

  private static func listen(
    in spool: SpoolFolder, _ heard: WaitableText
  ) throws -> WorkerListener {
    try WorkerListener(spool) { order in
      heard.append("\(order)\n")
      return []
    }
  }

  /// Plays the build's worker until it has heard its first order besides where to begin.
  private static func expectFirstOrder(
    _ order: WorkerOrder, of build: Build, _ bench: Bench, _ foreman: Foreman? = nil
  ) async throws {
    let foreman = foreman ?? bench.parts.foreman
    let spool = bench.spool(of: build)
    var lock = try WorkerLock.take(in: spool)
    #expect(lock != nil)
    let heard = WaitableText()
    let listener = try listen(in: spool, heard)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await foreman.attend(build.slug) }
      await heard.wait(for: "\(order)")
      lock = nil
      listener.end()
      try await group.waitForAll()
    }
  }
}
