import BuildAPI
import BuildModel
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import BuildServer

@Suite struct ArtifactRouteTests {
  private static let report = Artifact(
    slug: ArtifactSlug(rawValue: "00000000000000aa"), title: "out/übersicht 1.txt", byteCount: 10)
  private static let empty = Artifact(
    slug: ArtifactSlug(rawValue: "00000000000000bb"), title: "empty", byteCount: 0)

  private static func makeBuild(_ bench: Bench) async throws -> Build {
    let build = try await bench.makeBuild()
    let folder = bench.spool(of: build).artifacts
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("0123456789".utf8).write(to: folder.appending(path: report.slug.rawValue))
    try Data().write(to: folder.appending(path: empty.slug.rawValue))
    try await bench.tell(build, [.started, .artifactsKept([report, empty])])
    return build
  }

  /// The path, below the base, of an address that the service made.
  private static func path(_ address: String?) throws -> String {
    let address = try #require(address)
    return String(try #require(address.split(separator: Paths.base, maxSplits: 1).last))
  }

  @Test(arguments: Way.allCases)
  func `artifacts are listed by pages and shown with an address`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await Self.makeBuild(bench)
    let path = Paths.artifacts(bench.app.slug, build.slug)
    try await bench.call(way) { caller in
      let first = try await caller.get("\(path)?limit=1").decode(Page<ArtifactBody>.self)
      #expect(first.data == [ArtifactBody(Self.report)])
      #expect(first.paging.totalItemCount == 2)
      let next = try #require(first.paging.next)
      let second = try await caller.get("\(path)?limit=1&next=\(next)")
        .decode(Page<ArtifactBody>.self)
      #expect(second.data == [ArtifactBody(Self.empty)])
      #expect(second.paging.next == nil)
      let shown = try await caller.get("\(path)/\(Self.report.slug)")
        .decode(Envelope<ArtifactBody>.self).data
      #expect(shown.title == Self.report.title)
      #expect(shown.fileSizeBytes == 10)
      #expect(shown.publicInstallPageURL == "")
      try await caller.get("\(path)/none").refusal(404)
      try await caller.with(bench.strangersToken).get(path).refusal(404)
    }
  }

  @Test(arguments: Way.allCases)
  func `a file is fetched without a token, whole and in parts`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await Self.makeBuild(bench)
    let shown = Paths.artifact(bench.app.slug, build.slug, Self.report.slug)
    try await bench.call(way) { caller in
      let redirect = try await caller.get("\(shown)?download=1")
      #expect(redirect.status == 302)
      let path = try Self.path(redirect.headers[.location])
      let nobody = caller.with(nil)
      let whole = try await nobody.get(path)
      #expect(whole.text == "0123456789")
      #expect(whole.type == "application/octet-stream")
      #expect(whole.headers[.contentLength] == "10")
      #expect(whole.headers[.acceptRanges] == "bytes")
      #expect(
        whole.headers[.contentDisposition]
          == "attachment; filename=\"_bersicht_1.txt\"; filename*=UTF-8''%C3%BCbersicht%201.txt")
      let part = try await nobody.ask(.get, path, headers: [.range: "bytes=2-4"])
      #expect(part.status == 206)
      #expect(part.text == "234")
      #expect(part.headers[.contentRange] == "bytes 2-4/10")
      #expect(part.headers[.contentLength] == "3")
      let tag = try #require(whole.headers[.eTag])
      let same = try await nobody.ask(
        .get, path, headers: [.range: "bytes=8-", .ifRange: tag])
      #expect(same.text == "89")
      let other = try await nobody.ask(
        .get, path, headers: [.range: "bytes=8-", .ifRange: "\"other\""])
      #expect(other.status == 200)
      try await nobody.ask(.get, path, headers: [.range: "bytes=10-"]).refusal(416)
      let head = try await nobody.ask(.head, path)
      #expect(head.status == 200)
      #expect(head.text == "")
      #expect(head.headers[.contentLength] == "10")
    }
  }

  @Test func `an empty file is fetched too`() async throws {
    let bench = try await Bench()
    let build = try await Self.makeBuild(bench)
    let shown = Paths.artifact(bench.app.slug, build.slug, Self.empty.slug)
    try await bench.call(.live) { caller in
      let path = try Self.path(try await caller.get("\(shown)?download=1").headers[.location])
      let whole = try await caller.get(path)
      #expect(whole.status == 200)
      #expect(whole.text == "")
      #expect(whole.headers[.contentLength] == "0")
    }
  }

  @Test func `an address is good for ten minutes and for one file`() async throws {
    let noon = Date(timeIntervalSince1970: 1_800_000_000)
    let clock = Mutex(noon)
    let bench = try await Bench { $0.now = { clock.withLock { $0 } } }
    let build = try await Self.makeBuild(bench)
    let shown = Paths.artifact(bench.app.slug, build.slug, Self.report.slug)
    try await bench.call(.router) { caller in
      let path = try Self.path(try await caller.get("\(shown)?download=1").headers[.location])
      let other = path.replacing(Self.report.slug.rawValue, with: Self.empty.slug.rawValue)
      try await caller.get(other).refusal(403)
      try await caller.get(String(path.prefix { $0 != "?" })).refusal(403)
      clock.withLock { $0 = noon + 601 }
      #expect(try await caller.get(path).refusal(403).contains("expired"))
    }
  }

  @Test func `a link that a build left in place of a file is not followed`() async throws {
    let bench = try await Bench()
    let build = try await Self.makeBuild(bench)
    let file = bench.spool(of: build).artifacts.appending(path: Self.report.slug.rawValue)
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(
      atPath: file.path, withDestinationPath: "/etc/hostname")
    let shown = Paths.artifact(bench.app.slug, build.slug, Self.report.slug)
    try await bench.call(.router) { caller in
      let path = try Self.path(try await caller.get("\(shown)?download=1").headers[.location])
      try await caller.get(path).refusal(404)
    }
  }

  @Test func `an artifact is removed by whoever may run builds`() async throws {
    let bench = try await Bench()
    let build = try await Self.makeBuild(bench)
    let shown = Paths.artifact(bench.app.slug, build.slug, Self.report.slug)
    let file = bench.spool(of: build).artifacts.appending(path: Self.report.slug.rawValue)
    try await bench.call(.router) { caller in
      try await caller.with(bench.tokens[.tester]).ask(.delete, shown).refusal(403, .role)
      #expect(try await caller.with(bench.tokens[.tester]).get(shown).status == 200)
      #expect(try await caller.ask(.delete, shown).status == 200)
      try await caller.get(shown).refusal(404)
      #expect(!FileManager.default.fileExists(atPath: file.path))
      try await caller.ask(.delete, shown).refusal(404)
    }
  }

  @Test(arguments: [
    ("bytes=0-0", ByteRange.part(0...0)), ("bytes=5-", .part(5...9)), ("bytes=-3", .part(7...9)),
    ("bytes=-30", .part(0...9)), ("bytes=8-99", .part(8...9)), ("BYTES=1-2", .part(1...2)),
    ("bytes=10-", .outside), ("bytes=-0", .outside), ("bytes=4-2", .whole), ("bytes=", .whole),
    ("bytes=-", .whole), ("bytes=1-2,4-5", .whole), ("lines=1-2", .whole), ("bytes=+1-2", .whole),
    ("bytes=99999999999999999999-", .whole), ("", .whole),
  ])
  func `a range is read as it is meant`(header: String, range: ByteRange) {
    #expect(ByteRange(header, size: 10) == range)
  }
}
