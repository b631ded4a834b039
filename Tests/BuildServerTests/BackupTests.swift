import BuildAPI
import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite struct BackupTests {
  private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

  private static func inode(_ file: URL) throws -> ino_t {
    var status = stat()
    try #require(lstat(file.path, &status) == 0, "there is no \(file.path)")
    return status.st_ino
  }

  /// A service's data with one finished build of a few chunks.
  private static func benchWithLog() async throws -> (Bench, Build) {
    let bench = try await Bench()
    let build = try await bench.makeFinishedBuild()
    let writer = try LogWriter(bench.spool(of: build))
    for number in 1...9 { try writer.append(Array("line \(number)\n".utf8), at: noon) }
    writer.finish()
    return (bench, build)
  }

  @Test func `a backup holds database, logs and keys, for its user only`() async throws {
    let (bench, build) = try await Self.benchWithLog()
    let machine = bench.spool(of: build).machine
    try FileManager.default.createDirectory(at: machine, withIntermediateDirectories: true)
    let place = bench.folder.url.appending(path: "backups")
    let result = try await Backup(of: bench.parts.folder.url, in: place).make(at: Self.noon)
    #expect(result.folder.lastPathComponent == "2027-01-15T08-00-00Z")
    #expect(result.builds == 1)
    let names = try FileManager.default.subpathsOfDirectory(atPath: result.folder.path)
    #expect(
      Set(names) == [
        "airlock.sqlite", "archive.key", "builds", "builds/\(build.slug)",
        "builds/\(build.slug)/log.chunks", "builds/\(build.slug)/log.gz",
        "builds/\(build.slug)/order.json",
      ])
    for name in names {
      var status = stat()
      #expect(lstat(result.folder.appending(path: name).path, &status) == 0)
      #expect(status.st_mode & 0o077 == 0, "\(name) is for others")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == [
        ".lock", "2027-01-15T08-00-00Z",
      ])
  }

  @Test func `a second backup shares what has not changed`() async throws {
    let (bench, old) = try await Self.benchWithLog()
    let backup = Backup(
      of: bench.parts.folder.url, in: bench.folder.url.appending(path: "backups"))
    let first = try await backup.make(at: Self.noon)
    let new = try await bench.makeFinishedBuild()
    _ = try LogWriter(bench.spool(of: new)).append(Array("new\n".utf8), at: Self.noon)
    try Data("changed".utf8).write(to: bench.spool(of: old).workerLog)
    let second = try await backup.make(at: Self.noon)
    #expect(second.folder.lastPathComponent == "2027-01-15T08-00-00Z+")
    func file(_ result: Backup.Result, _ build: Build, _ name: String) -> URL {
      result.folder.appending(path: "builds/\(build.slug)/\(name)")
    }
    for name in ["log.gz", "log.chunks", "order.json"] {
      #expect(
        try Self.inode(file(first, old, name)) == Self.inode(file(second, old, name)), "\(name)")
    }
    #expect(
      try String(contentsOf: file(second, old, "worker.log"), encoding: .utf8) == "changed")
    #expect(
      try LogReader(SpoolFolder(file(second, new, ""))).chunks(after: 0, limit: 1).map(\.text)
        == ["new\n"])
    // Without the first, the second is as good.
    try FileManager.default.removeItem(at: first.folder)
    #expect(
      try LogReader(SpoolFolder(file(second, old, ""))).chunks(after: 8, limit: 1).map(\.text)
        == ["line 9\n"])
  }

  @Test func `what a backup that broke off left behind is cleared away`() async throws {
    let (bench, _) = try await Self.benchWithLog()
    let place = bench.folder.url.appending(path: "backups")
    let rest = place.appending(path: "2026-01-01T00-00-00Z.partial/builds")
    try FileManager.default.createDirectory(at: rest, withIntermediateDirectories: true)
    _ = try await Backup(of: bench.parts.folder.url, in: place).make(at: Self.noon)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == [
        ".lock", "2027-01-15T08-00-00Z",
      ])
  }

  @Test func `a backup that cannot be made leaves nothing, and says why`() async throws {
    let folder = try TemporaryFolder()
    let none = await #expect(throws: ServiceError.self) {
      try await Backup(of: folder.url, in: folder.url.appending(path: "to")).make(at: Self.noon)
    }
    #expect(none?.description == "\(folder.url.path) holds no data of a build service")
    let (bench, _) = try await Self.benchWithLog()
    let place = bench.folder.url.appending(path: "backups")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let lock = try #require(try FolderLock.exclusive(place.appending(path: ".lock")))
    let busy = await #expect(throws: ServiceError.self) {
      try await Backup(of: bench.parts.folder.url, in: place).make(at: Self.noon)
    }
    #expect(busy?.description == "another backup into \(place.path) is being made")
    lock.release()
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [".lock"])
  }

  @Test func `a link among the artifacts is not followed`() async throws {
    let (bench, build) = try await Self.benchWithLog()
    let artifacts = bench.spool(of: build).artifacts
    try FileManager.default.createDirectory(at: artifacts, withIntermediateDirectories: true)
    try Data("kept".utf8).write(to: artifacts.appending(path: "a1"))
    try FileManager.default.createSymbolicLink(
      at: artifacts.appending(path: "a2"), withDestinationURL: URL(filePath: "/etc"))
    let result = try await Backup(
      of: bench.parts.folder.url, in: bench.folder.url.appending(path: "backups")
    ).make(at: Self.noon)
    let copy = result.folder.appending(path: "builds/\(build.slug)/artifacts")
    #expect(try FileManager.default.contentsOfDirectory(atPath: copy.path) == ["a1"])
  }

  @Test(.timeLimit(.minutes(2)), .enabled(if: WorkerBench.isPossible))
  func `a service starts from a backup that was made while builds ran`() async throws {
    var bench = try await WorkerBench()
    bench.configuration.slots = 2
    let configuration = bench.configuration
    let place = bench.folder.url.appending(path: "backups")
    let workers = bench
    let (token, app, done, running, backup) = try await withService(configuration) { service in
      let app = try await service.register(workers.repository)
      return try await service.listening { text in
        let done = try await service.trigger(app)
        await text.wait(for: #""status":"running""#)
        try workers.release(done)
        await text.wait(for: #""status_text":"error""#)
        let running = try await service.trigger(app)
        await text.wait(for: "\"build_slug\":\"\(running)\",\"step\"")
        while try await !service.get(Paths.log(app, running), as: LogBody.self).logChunks
          .contains(where: { $0.chunk.contains("it has begun") })
        {}
        // Rows change all the while.
        async let more: Void = {
          for _ in 1...20 { _ = try await service.trigger(app) }
        }()
        let backup = try await Backup(of: configuration.dataFolder, in: place).make(at: Date())
        try await more
        for number in 3...22 {
          let slug = try await service.get(
            Paths.builds(app) + "?build_number=\(number)", as: Page<BuildBody>.self
          ).data.first?.slug
          _ = try await service.ask(.post, Paths.abort(app, #require(slug)), "{}")
        }
        try workers.release(running)
        await service.service.parts.foreman.waitUntilIdle()
        return (service.token, app, done, running, backup)
      }
    }
    var restored = configuration
    restored.dataFolder = backup.folder
    try await withService(restored, token: token) { service in
      #expect(try await service.build(app, done).statusText == "error")
      #expect(try await service.archive(app, done).contains("it was released\n"))
      let lost = try await service.build(app, running)
      #expect(lost.statusText == "error")
      #expect(
        lost.airlock?.failureReason?.hasPrefix("It had not ended when this backup was made")
          == true)
      #expect(try await service.archive(app, running).contains("it has begun\n"))
      let all = try await service.get(Paths.builds(app), as: Page<BuildBody>.self)
      #expect(all.data.allSatisfy { $0.finishedAt != nil })
      #expect(all.data.map(\.buildNumber) == Array((1...all.data.count).reversed()))
      // And it goes on: the next build has the next number and really runs.
      let next = try await service.trigger(app)
      #expect(try await service.build(app, next).buildNumber == all.data.count + 1)
      _ = try await service.ask(.post, Paths.abort(app, next), "{}")
      await service.service.parts.foreman.waitUntilIdle()
    }
  }
}
