import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import HummingbirdTesting
import TestSupport
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
      #expect(
        third.logChunks
          == [.init(chunk: "three\n", position: 3, createdAt: "2027-01-15T08:00:00Z")])
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

  @Test func `an address is good after a restart of the service`() async throws {
    let bench = try await Bench()
    let path = bench.parts.signer.signed("/archives/b1", at: Date())
    let key = bench.parts.folder.url.appending(path: "archive.key")
    var status = stat()
    #expect(stat(key.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    bench.parts.folder.release()
    try bench.parts.store.close()
    let next = try BuildService(bench.parts.configuration)
    try await buildApplication(next.parts).test(.router) { client in
      let answer = try await Caller(client: client).get(path)
      #expect(answer.status == 200)
    }
  }

  @Test func `who can unpack gets a log packed, and the same text`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let writer = try LogWriter(bench.spool(of: build))
    let lines = (1...300).map { "\($0) " + String(repeating: "compiling…", count: 20) + "\n" }
    try Self.write(lines, to: writer)
    writer.finish()
    let path = bench.parts.signer.signed("/archives/\(build.slug)", at: Date())
    try await bench.call(.router) { caller in
      let text = try await caller.get(path).text
      #expect(text == lines.joined())
      let packed = try await caller.client.execute(
        uri: Paths.base + path, method: .get,
        headers: [.acceptEncoding: "deflate;q=0.5, gzip;q=0.8"])
      #expect(packed.headers[.contentEncoding] == "gzip")
      let bytes = Data(buffer: packed.body)
      #expect(packed.headers[.contentLength] == String(bytes.count))
      #expect(bytes.count < text.utf8.count / 3)
      #expect(try Self.unpacked(bytes, in: bench) == text)
      for refused in ["gzip;q=0", "identity", "gzip;q=0.0, br"] {
        let plain = try await caller.client.execute(
          uri: Paths.base + path, method: .get, headers: [.acceptEncoding: refused])
        #expect(plain.headers[.contentEncoding] == nil)
        #expect(String(buffer: plain.body) == text)
      }
    }
  }

  private static func unpacked(_ bytes: Data, in bench: Bench) throws -> String {
    let file = bench.folder.url.appending(path: "packed.gz")
    try bytes.write(to: file)
    let output = bench.folder.url.appending(path: "unpacked").path
    let status = try runToEnd(
      ["/usr/bin/env", "gzip", "-dc", file.path], environment: ["PATH": "/usr/bin:/bin"],
      output: output)
    try #require(status == 0)
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  @Test func `a log is read backwards from its end to its beginning`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let writer = try LogWriter(bench.spool(of: build))
    let piece = String(repeating: "y", count: 400_000)
    for number in 1...7 {
      try writer.append(
        Array("\(number)\(piece)".utf8), at: Self.noon + Double(number))
    }
    let path = Paths.log(bench.app.slug, build.slug)
    try await bench.call(.router) { caller in
      var seen: [Int] = []
      var cursor: String? = "2027-01-15T08:00:07Z"
      while let place = cursor {
        let body = try await caller.get("\(path)?before_timestamp=\(place)")
          .decode(LogBody.self)
        seen = body.logChunks.map(\.position) + seen
        cursor = body.nextBeforeTimestamp
      }
      // The seventh was written at the time itself, not before.
      #expect(seen == Array(1...6))
      try await caller.get("\(path)?before_timestamp=soon").refusal(400)
    }
  }

  @Test(arguments: Way.allCases)
  func `a step's own log is had from an address, once the step has finished`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let writer = try LogWriter(bench.spool(of: build))
    try Self.write(["box\n", "say \"hi\"\n", "\u{1b}[31mred\n", "next\n"], to: writer)
    let done = Step(
      index: 0, stepID: "script", title: "One", status: .success, firstChunk: 2, lastChunk: 3)
    let running = Step(index: 1, stepID: "script", title: "Two", status: .running, firstChunk: 4)
    let skipped = Step(index: 2, stepID: "script", title: "Three", status: .skipped)
    try await bench.tell(build, [.started, .planned([done, running, skipped])])
    try await bench.call(way) { caller in
      func address(_ step: Step) async throws -> String {
        let uuid = StepBody(step, build: build.slug).uuid
        return try await caller.get(Paths.log(bench.app.slug, build.slug) + "/steps/\(uuid)")
          .decode(StepLogBody.self).expiringRawLogURL
      }
      func messages(_ step: Step) async throws -> [String] {
        let address = try #require(URL(string: try await address(step)))
        let path = address.path().dropFirst(Paths.base.count) + "?" + (address.query() ?? "")
        return try await caller.with(nil).get(String(path)).decode([StepLogBody.Message].self)
          .map(\.message)
      }
      #expect(try await messages(done) == ["say \"hi\"\n", "\u{1b}[31mred\n"])
      #expect(try await address(running) == "")
      #expect(try await messages(skipped) == [])
      try await caller.get(Paths.log(bench.app.slug, build.slug) + "/steps/none").refusal(404)
      // The address of one step is none of another's.
      let other = try await address(done).replacing("/steps/0", with: "/steps/1")
      let path = try #require(URL(string: other))
      try await caller.with(nil).get(
        String(path.path().dropFirst(Paths.base.count)) + "?" + (path.query() ?? "")
      ).refusal(403)
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
