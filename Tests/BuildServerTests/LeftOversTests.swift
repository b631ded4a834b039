import BuildModel
import BuildSpool
import Foundation
import Testing

@testable import BuildServer

@Suite struct LeftOversTests {
  @Test func `what earlier runs left goes, and what belongs to builds stays`() async throws {
    let bench = try await Bench()
    let folder = bench.parts.folder
    let files = FileManager.default
    let ended = bench.spool(of: try await bench.makeFinishedBuild())
    let living = bench.spool(of: try await bench.makeFinishedBuild())
    let kept = bench.spool(of: try await bench.makeBuild())
    let stranger = folder.spool(of: BuildSlug(rawValue: "stranger"))
    for spool in [ended, living, kept, stranger] {
      try files.createDirectory(
        at: spool.machine.appending(path: "home"), withIntermediateDirectories: true)
      for file in [spool.socket, spool.reserve, spool.log] { try Data([1]).write(to: file) }
    }
    try files.createDirectory(
      at: folder.url.appending(path: "look-1/source"), withIntermediateDirectories: true)
    try Data([1]).write(to: folder.url.appending(path: ".token.4711"))
    let lock = try #require(try WorkerLock.take(in: living))
    let waiting = BuildSlug(rawValue: kept.url.lastPathComponent)
    let leftOvers = try await LeftOvers(
      of: bench.parts.store, in: folder, except: [waiting],
      logger: bench.parts.configuration.logger)
    // A build that comes after the look is none of them.
    let late = bench.spool(of: try await bench.makeBuild())
    try Data([1]).write(to: late.socket)
    await leftOvers.clearAway()
    withExtendedLifetime(lock) {}
    func names(_ spool: SpoolFolder) throws -> Set<String> {
      Set(try files.contentsOfDirectory(atPath: spool.url.path))
    }
    #expect(try names(ended) == ["log.gz", "order.json"])
    let all: Set = ["log.gz", "machine", "order.json", "reserve", "socket"]
    #expect(try names(living) == all.union(["lock"]))
    #expect(try names(kept) == all)
    #expect(try names(late) == ["order.json", "socket"])
    #expect(!files.fileExists(atPath: stranger.url.path))
    let top = try files.contentsOfDirectory(atPath: folder.url.path)
    #expect(!top.contains("look-1") && !top.contains(".token.4711") && top.contains("archive.key"))
  }
}
