import BitriseSimulator
import BuildModel
import Foundation
import Testing

@testable import BuildClient

@Suite struct BitriseFailureTests {
  @Test func `each shape of an error body gives its sentence`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", Mischief.errorShapes(400, saying: "no such luck"))
      for _ in 0..<5 {
        let error = await it.failure { _ = try await it.client.me() }
        #expect(error?.sentence == "no such luck")
        #expect(error?.code == .refused(nil))
      }
    }
  }

  @Test(arguments: [401, 403, 404, 412, 422]) func `a refusal is not tried again`(
    status: Int
  ) async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", [.status(status, body: "{}")])
      let error = await it.failure { _ = try await it.client.me() }
      #expect(error?.isPassing == false)
      #expect(it.simulator.heard.count == 1)
    }
  }

  @Test func `a web page in place of an answer passes`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", [.page(status: 502), .page(status: 200)])
      #expect(try await it.client.me().username == "someuser")
      #expect(it.pauses.list == [.milliseconds(400), .milliseconds(800)])
    }
  }

  @Test func `a web page that stays is told as one, without its text`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", [.page(status: 503)], times: 4)
      let error = await it.failure { _ = try await it.client.me() }
      #expect(error?.code == .serverFault)
      #expect(error?.sentence.contains("web page") == true)
      #expect(error?.sentence.contains("<") == false)
      #expect(it.simulator.heard.count == 4)
    }
  }

  @Test func `an answer that breaks off is asked for again`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/apps", [.cutOff])
      #expect(try await it.client.apps().count == 3)
      #expect(it.pauses.list.count == 1)
    }
  }

  @Test func `whoever asks for a pause gets it`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", [.limited(retryAfter: "7")])
      _ = try await it.client.me()
      #expect(it.pauses.list == [.seconds(7)])
    }
  }

  @Test func `a pause may be told as a date`() async throws {
    let now = Date(timeIntervalSince1970: 784_887_151)
    let error = ServiceError(
      status: 429, body: Data(), retryAfter: "Tue, 15 Nov 1994 08:12:41 GMT", name: "x", now: now)
    #expect(error.code == .limited(retryAfter: .seconds(10)))
  }

  @Test func `nobody is kept waiting for longer than is bearable`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", [.limited(retryAfter: "3600")])
      let error = await it.failure { _ = try await it.client.me() }
      #expect(error?.code == .limited(retryAfter: .seconds(3600)))
      #expect(it.pauses.list.isEmpty)
    }
  }

  @Test(arguments: [
    Mischief.status(500, body: ""), .page(status: 502), .limited(retryAfter: "1"), .cutOff,
  ]) func `a trigger is never sent twice`(mischief: Mischief) async throws {
    try await Simulated.run { it async throws in
      let app = try #require(try await it.client.apps().first)
      let old = try #require(try await it.client.builds(of: app, limit: 1).first)
      it.simulator.misbehave("/builds", [mischief])
      _ = await it.failure { _ = try await it.client.trigger(app.slug, .init(workflowID: "p")) }
      _ = try await it.client.offer()
      it.simulator.misbehave("/rebuild", [mischief])
      _ = await it.failure {
        _ = try await it.client.rebuild(app.slug, old.slug, remoteAccess: true)
      }
      it.simulator.misbehave("/abort", [mischief])
      _ = await it.failure { try await it.client.abort(app.slug, old.slug, reason: nil) }
      #expect(it.simulator.heard.filter { $0.method == "POST" }.count == 3)
      #expect(it.pauses.list.isEmpty)
    }
  }

  @Test func `a question that is given up ends at once`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/me", [.slow(.seconds(60))])
      let client = it.client
      let begin = ContinuousClock.now
      let question = Task { try await client.me() }
      while it.simulator.heard.isEmpty { await Task.yield() }
      question.cancel()
      await #expect(throws: CancellationError.self) { try await question.value }
      #expect(ContinuousClock.now - begin < .seconds(10))
    }
  }

  @Test func `the service's clock is believed, not ours`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.advance(by: 3600)
      _ = try await it.client.me()
      let ahead = it.client.serverNow.timeIntervalSinceNow
      #expect(abs(ahead - 3600) < 3, "\(ahead)")
    }
  }

  @Test func `no error holds the token`() async throws {
    try await Simulated.run { it async throws in
      let token = BitriseSimulator.token
      it.simulator.misbehave(
        "/v0.1/me", [.page(status: 500), .status(400, body: ""), .status(301, body: "")])
      for _ in 0..<3 {
        let error = await it.failure { _ = try await it.client.me() }
        #expect(error.map { "\($0)".contains(token) } != true)
      }
      var dumped = ""
      dump(it.client, to: &dumped)
      dump(it.client.connection, to: &dumped)
      #expect(!"\(dumped)\(it.client.connection)".contains(token))
    }
  }

  @Test func `a token that is not accepted is told so`() async throws {
    try await Simulated.run { it async throws in
      let stranger = BuildClient(
        Connection(name: "bitrise", url: it.simulator.url, token: Token("wrong")))
      let error = await it.failure { _ = try await stranger.me() }
      #expect(error?.code == .unauthorized)
    }
  }

  @Test func `a redirection is not followed`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave(
        "/v0.1/me", [.status(302, body: "", headers: ["Location": "\(it.simulator.url)/v0.1/apps"])]
      )
      let error = await it.failure { _ = try await it.client.me() }
      #expect(error?.code == .notUnderstood)
      #expect(it.simulator.heard.count == 1)
    }
  }
}
