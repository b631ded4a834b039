import BitriseSimulator
import BuildModel
import Foundation
import Testing

@testable import BuildClient

@Suite struct BitriseLogTests {
  /// Reads a log as it grows, as a follower does, until it is whole.
  private func follow(
    _ it: Simulated, _ app: App, _ build: Build, looks: Int = 80
  ) async throws -> String {
    var text = ""
    var position = 0
    for _ in 0..<looks {
      let part = try await it.client.logs.part(
        app.slug, build.slug, after: position, client: it.client, pause: .zero)
      text += part.chunks.map(\.text).joined()
      position = part.chunks.last?.position ?? position
      if part.isWhole { return text }
      it.simulator.advance(by: 1)
    }
    Issue.record("the log never ended: \(text.suffix(200))")
    return text
  }

  private func expectWhole(_ it: Simulated, _ text: String) {
    #expect(text.hasPrefix("host_name: "))
    #expect(text.contains("Unit tests\u{1b}[0m line 27\n"))
    #expect(text.contains("bitrise summary: primary"))
    #expect(text.components(separatedBy: "(2) Unit tests").count == 2)
  }

  @Test func `a log is read from its first line to its last`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      expectWhole(it, try await follow(it, app, build))
    }
  }

  @Test func `chunks in any order, told twice and late, give the same log`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.tellLogs {
        $0.isShuffled = true
        $0.replays = true
        $0.late = [4: 2, 9: 1, 17: 2]
      }
      let (app, build) = try await it.begin()
      let text = try await follow(it, app, build)
      expectWhole(it, text)
      #expect(!text.contains("[airlock:"))
    }
  }

  @Test func `a chunk that never comes is in the archive, and that is said`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.tellLogs { $0.lost = [7, 8] }
      let (app, build) = try await it.begin()
      let text = try await follow(it, app, build)
      #expect(text.contains("[airlock: some of this log came too late"))
      let again = text.components(separatedBy: "all of it follows]\n").last ?? ""
      expectWhole(it, again)
    }
  }

  @Test func `the shape of old is understood`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.tellLogs { $0.isOldShape = true }
      let (app, build) = try await it.begin()
      expectWhole(it, try await follow(it, app, build))
    }
  }

  @Test func `a build so young that it has no log is waited for`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.tellLogs { $0.youngSeconds = 12 }
      let (app, build) = try await it.begin()
      expectWhole(it, try await follow(it, app, build))
    }
  }

  @Test func `an archive is fetched without our token`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 100)
      let part = try await it.client.logPart(app.slug, build.slug, after: 0)
      #expect(part.isWhole)
      let fetched = it.simulator.heard.filter { $0.path.hasPrefix("/archive/") }
      #expect(fetched.map(\.authorization) == [nil])
    }
  }

  @Test func `an address that has run out is asked for again`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 100)
      it.simulator.misbehave("/archive/", [.status(403, body: "<Error>ExpiredToken</Error>")])
      #expect(try await it.client.logPart(app.slug, build.slug, after: 0).isWhole)
      #expect(it.simulator.heard.filter { $0.path.hasPrefix("/archive/") }.count == 2)
      #expect(it.simulator.heard.filter { $0.path.hasSuffix("/log") }.count == 2)
    }
  }

  @Test func `a log's address that is not https is not gone to`() async throws {
    try await Simulated.run { it async throws in
      let error = await it.failure { _ = try await it.client.fetch("http://example.com/log") }
      #expect(error?.code == .notUnderstood)
      let file = await it.failure { _ = try await it.client.fetch("file:///etc/passwd") }
      #expect(file?.code == .notUnderstood)
    }
  }

  @Test func `what is known of a log is not asked for again`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 100)
      _ = try await it.client.logPart(app.slug, build.slug, after: 0)
      it.simulator.forgetHeard()
      for position in [0, 3, 5] {
        _ = try await it.client.logPart(app.slug, build.slug, after: position)
      }
      #expect(it.simulator.heard.isEmpty)
    }
  }

  @Test func `whoever may not read logs is a tester, and told so`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 100)
      it.simulator.setTester(true)
      let error = await it.failure {
        _ = try await it.client.logPart(app.slug, build.slug, after: 0)
      }
      #expect(error?.code == .refused(.role))
      #expect(it.client.learnedRoles[app.slug] == .tester)
    }
  }

  @Test func `without a summary there are no steps, and no error`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.tellLogs { $0.hasSummary = false }
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 100)
      #expect(try await it.client.steps(app.slug, build.slug).isEmpty)
    }
  }

  @Test func `the steps say how they went`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 100)
      let steps = try await it.client.steps(app.slug, build.slug)
      #expect(steps.map(\.status) == [.success, .success, .failed, .skipped])
      #expect(steps[2].exitCode == 1)
      #expect(steps[2].firstChunk == nil)
      _ = try await it.client.logPart(app.slug, build.slug, after: 0)
      let known = try await it.client.steps(app.slug, build.slug)
      let first = try #require(known[2].firstChunk)
      let part = try await it.client.logPart(app.slug, build.slug, after: first - 1)
      #expect(part.chunks.first?.text.contains("(2) Unit tests") == true)
    }
  }
}
