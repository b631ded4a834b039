import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Testing

@testable import BuildServer

@Suite struct LogRouteTests {
  private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

  private static func write(_ texts: [String], to writer: LogWriter) throws {
    // All within one tick of the clock: a cursor of time alone would lose some.
    for text in texts { try writer.append(Array(text.utf8), at: noon) }
  }

  @Test(arguments: Way.allCases)
  func `a log is read on from where the reader stands`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.tell(build, [.started])
    let path = Paths.log(bench.app.slug, build.slug)
    try await bench.call(way) { caller in
      let empty = try await caller.get(path).decode(LogBody.self)
      #expect(empty.logChunks.isEmpty)
      #expect(!empty.isArchived)
      let writer = try LogWriter(bench.spool(of: build))
      try Self.write(["one\n", "two\n"], to: writer)
      let first = try await caller.get(path).decode(LogBody.self)
      #expect(first.logChunks.map(\.chunk) == ["one\n", "two\n"])
      #expect(first.logChunks.map(\.position) == [1, 2])
      let cursor = try #require(first.nextAfterTimestamp)
      #expect(cursor == "2027-01-15T08:00:00.000000002Z")
      let nothing = try await caller.get("\(path)?after_timestamp=\(cursor)")
        .decode(LogBody.self)
      #expect(nothing.logChunks.isEmpty)
      #expect(nothing.nextAfterTimestamp == cursor)
      try Self.write(["three\n"], to: writer)
      let third = try await caller.get("\(path)?after_timestamp=\(cursor)").decode(LogBody.self)
      #expect(third.logChunks == [.init(chunk: "three\n", position: 3)])
    }
  }

  @Test func `an answer holds a megabyte or so, and a reader by cursor gets all`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let writer = try LogWriter(bench.spool(of: build))
    let piece = String(repeating: "x", count: 300_000)
    try Self.write((0..<10).map { "\($0)\(piece)" }, to: writer)
    try await bench.tell(
      build, [.started, .finished(.success, failureReason: nil, abortReason: nil)])
    let path = Paths.log(bench.app.slug, build.slug)
    try await bench.call(.router) { caller in
      var seen: [Int] = []
      var cursor = "2027-01-15T08:00:00.000000000Z"
      while true {
        let body = try await caller.get("\(path)?after_timestamp=\(cursor)").decode(LogBody.self)
        #expect(body.logChunks.count <= 4)
        seen += body.logChunks.map(\.position)
        cursor = try #require(body.nextAfterTimestamp)
        // Only the answer with the log's end says that it is whole.
        #expect(body.isArchived == (seen.last == 10))
        if body.isArchived { break }
      }
      #expect(seen == Array(1...10))
    }
  }

  @Test func `a time of somebody else's making works as a cursor too`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let writer = try LogWriter(bench.spool(of: build))
    try writer.append(Array("early".utf8), at: Self.noon)
    try writer.append(Array("late".utf8), at: Self.noon + 10)
    let path = Paths.log(bench.app.slug, build.slug)
    try await bench.call(.router) { caller in
      let body = try await caller.get("\(path)?after_timestamp=2027-01-15T08:00:05Z")
        .decode(LogBody.self)
      #expect(body.logChunks.map(\.chunk) == ["late"])
      try await caller.get("\(path)?after_timestamp=yesterday").refusal(400)
    }
  }

  @Test(arguments: Way.allCases)
  func `a finished log is had whole, without a token, from an address that was made for it`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let writer = try LogWriter(bench.spool(of: build))
    try Self.write(["one\n", "two\n"], to: writer)
    try await bench.tell(
      build, [.started, .finished(.success, failureReason: nil, abortReason: nil)])
    try await bench.call(way) { caller in
      let body = try await caller.get(Paths.log(bench.app.slug, build.slug)).decode(LogBody.self)
      #expect(body.logChunks.isEmpty)
      #expect(body.isArchived)
      let address = try #require(body.expiringRawLogURL.flatMap(URL.init(string:)))
      #expect(address.host() == "localhost")
      let path = address.path().dropFirst(Paths.base.count) + "?" + (address.query() ?? "")
      let raw = try await caller.with(nil).get(String(path))
      #expect(raw.text == "one\ntwo\n")
      #expect(raw.type == "text/plain; charset=utf-8")
    }
  }

  @Test(arguments: Way.allCases)
  func `the summary tells how the steps went`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let step = Step(
      index: 0, stepID: "script", title: "Test", status: .failed, startedAt: Self.noon,
      finishedAt: Self.noon + 1, exitCode: 3, firstChunk: 1, lastChunk: 2)
    try await bench.tell(build, [.started, .planned([step])])
    try await bench.call(way) { caller in
      let body = try await caller.get(Paths.logSummary(bench.app.slug, build.slug))
        .decode(LogSummaryBody.self)
      #expect(body.execution.workflows.first?.workflowID == "primary")
      let found = try #require(body.execution.workflows.first?.steps.first)
      #expect(found.step(index: 0) == step)
    }
  }
}

@Suite struct ArchiveSignerTests {
  private static let build = BuildSlug(rawValue: "b1")
  private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

  /// The query of an address, as names and values.
  private static func query(_ signer: ArchiveSigner) throws -> [String: String] {
    let address = try #require(URLComponents(string: signer.path(of: build, at: noon)))
    return Dictionary(
      uniqueKeysWithValues: (address.queryItems ?? []).map { ($0.name, $0.value ?? "") })
  }

  @Test func `an address works for ten minutes`() throws {
    let signer = ArchiveSigner()
    let query = try Self.query(signer)
    func check(at time: Date) throws {
      try signer.check(
        Self.build, expires: query["expires"], signature: query["signature"], at: time)
    }
    try check(at: Self.noon)
    try check(at: Self.noon + 599)
    #expect(throws: Refusal.self) { try check(at: Self.noon + 600) }
  }

  @Test func `an address that was changed does not work`() throws {
    let signer = ArchiveSigner()
    let query = try Self.query(signer)
    let expires = query["expires"]
    let signature = try #require(query["signature"])
    let flipped = (signature.first == "0" ? "1" : "0") + signature.dropFirst()
    let cases: [(BuildSlug, String?, String?)] = [
      (BuildSlug(rawValue: "b2"), expires, signature), (Self.build, "9999999999", signature),
      (Self.build, expires, flipped), (Self.build, expires, String(signature.dropLast(2))),
      (Self.build, expires, ""), (Self.build, expires, nil), (Self.build, nil, signature),
      (Self.build, "soon", signature), (Self.build, expires, "zz"),
    ]
    for (build, expires, signature) in cases {
      #expect(throws: Refusal.self) {
        try signer.check(build, expires: expires, signature: signature, at: Self.noon)
      }
    }
  }

  @Test func `an address of another service does not work`() throws {
    let query = try Self.query(ArchiveSigner())
    #expect(throws: Refusal.self) {
      try ArchiveSigner().check(
        Self.build, expires: query["expires"], signature: query["signature"], at: Self.noon)
    }
  }

  @Test(arguments: Way.allCases)
  func `a tampered address is refused by the route`(way: Way) async throws {
    let bench = try await Bench()
    let path = bench.parts.signer.path(of: Self.build, at: Date())
    try await bench.call(way) { caller in
      let nobody = caller.with(nil)
      try await nobody.get(path + "0").refusal(403)
      try await nobody.get("/archives/b1").refusal(403)
      #expect(try await nobody.get(path).status == 200)
    }
  }
}
