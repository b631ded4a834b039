import BuildModel
import Foundation
import Synchronization
import Testing

@testable import BuildServer

/// What a service removes by itself, and what it leaves.
@Suite(.timeLimit(.minutes(1))) struct RetentionTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)
  private static let day: TimeInterval = 86400

  private static func bench(
    _ change: (inout ServiceConfiguration.Keeping) -> Void = { _ in }
  ) async throws -> Bench {
    try await Bench { configuration in
      configuration.now = { now }
      configuration.keeping.age = nil
      configuration.keeping.bytes = nil
      change(&configuration.keeping)
    }
  }

  /// A build that ended some days ago and left a file of some size.
  private static func end(
    _ bench: Bench, daysAgo days: Double, kilobytes: Int = 0, isRemote: Bool = false
  ) async throws -> Build {
    let build = try await bench.makeBuild(isRemote: isRemote)
    try Data(repeating: 1, count: kilobytes << 10)
      .write(to: bench.spool(of: build).url.appending(path: "file"))
    try await bench.tell(
      build, [.started, .finished(.success, failureReason: nil, abortReason: nil)],
      at: now - days * day)
    return build
  }

  /// The builds that have both row and folder; fails where one has only one of them.
  private static func kept(_ bench: Bench, of builds: [Build]) async throws -> [Int] {
    var kept: [Int] = []
    for build in builds {
      let hasRow = try await bench.parts.store.build(build.slug) != nil
      let hasFolder = FileManager.default.fileExists(atPath: bench.spool(of: build).url.path)
      #expect(hasRow == hasFolder)
      if hasRow { kept.append(build.number) }
    }
    return kept
  }

  @Test func `builds go once they are too old`() async throws {
    let bench = try await Self.bench { $0.age = 90 * Self.day }
    var builds: [Build] = []
    for days in [100, 89, 91, 200.0] { builds.append(try await Self.end(bench, daysAgo: days)) }
    builds.append(try await bench.makeBuild())
    let removed = try await Retention(parts: bench.parts).run()
    #expect(removed.builds == 3 && removed.bytes > 0)
    #expect(try await Self.kept(bench, of: builds) == [2, 5])
    #expect(try await Retention(parts: bench.parts).run() == .init())
  }

  @Test func `the oldest builds go until the others have room`() async throws {
    let bench = try await Self.bench { $0.bytes = 500 << 10 }
    var builds: [Build] = []
    for days in [1.0, 4, 2, 3] {
      builds.append(try await Self.end(bench, daysAgo: days, kilobytes: 150))
    }
    builds.append(try await bench.makeBuild())
    #expect(try await Retention(parts: bench.parts).run().builds == 1)
    #expect(try await Self.kept(bench, of: builds) == [1, 3, 4, 5])
  }

  @Test func `an app's newest build stays, however old and large`() async throws {
    let bench = try await Self.bench {
      $0.age = 1
      $0.bytes = 0
    }
    let first = try await Self.end(bench, daysAgo: 10, kilobytes: 10)
    let second = try await Self.end(bench, daysAgo: 9, kilobytes: 10)
    #expect(try await Retention(parts: bench.parts).run().builds == 1)
    #expect(try await Self.kept(bench, of: [first, second]) == [2])
  }

  @Test func `a build stays while its window is open and while its worker lives`() async throws {
    let bench = try await Self.bench { $0.age = 1 }
    let open = try await Self.end(bench, daysAgo: 9, isRemote: true)
    let attended = try await Self.end(bench, daysAgo: 9)
    let last = try await bench.makeBuild()
    await bench.parts.foreman.pretendToAttend(attended)
    #expect(try await Retention(parts: bench.parts).run().builds == 0)
    #expect(try await Self.kept(bench, of: [open, attended, last]) == [1, 2, 3])
  }

  @Test func `nothing goes while a backup is made`() async throws {
    let bench = try await Self.bench { $0.age = 1 }
    let old = try await Self.end(bench, daysAgo: 9)
    _ = try await bench.makeBuild()
    let lock = try #require(try FolderLock.shared(bench.parts.folder.backupLock))
    #expect(try await Retention(parts: bench.parts).run().builds == 0)
    lock.release()
    #expect(try await Retention(parts: bench.parts).run().builds == 1)
    #expect(try await Self.kept(bench, of: [old]).isEmpty)
  }

  @Test func `a running service looks at its start and after each pause`() async throws {
    let (pauses, pause) = AsyncStream.makeStream(of: Void.self)
    let (looks, look) = AsyncStream.makeStream(of: Void.self)
    let clock = Mutex(Self.now)
    let bench = try await Bench { configuration in
      configuration.now = { clock.withLock { $0 } }
      configuration.keeping.age = 5 * Self.day
      configuration.keeping.pause = {
        look.yield()
        guard await pauses.first(where: { _ in true }) != nil else { throw CancellationError() }
      }
    }
    let old = try await Self.end(bench, daysAgo: 6)
    let young = try await Self.end(bench, daysAgo: 4)
    _ = try await bench.makeBuild()
    async let keeping: Void = Retention(parts: bench.parts).keepOn()
    _ = await looks.first { _ in true }
    #expect(try await Self.kept(bench, of: [old, young]) == [2])
    clock.withLock { $0 += 2 * Self.day }
    pause.yield()
    _ = await looks.first { _ in true }
    #expect(try await Self.kept(bench, of: [old, young]).isEmpty)
    pause.finish()
    await keeping
  }
}

extension Foreman {
  fileprivate func pretendToAttend(_ build: Build) { attended[build.slug] = build.app }
}
