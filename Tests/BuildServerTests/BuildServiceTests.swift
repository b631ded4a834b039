import AsyncHTTPClient
import BuildAPI
import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct BuildServiceTests {
  @Test func `a service tells its address, and its folder is free once it ends`() async throws {
    let folder = try TemporaryFolder()
    let configuration = ServiceConfiguration.plain(folder.url)
    let token = try await withService(configuration) { running in
      #expect(running.url.absoluteString.hasPrefix("http://127.0.0.1:"))
      let me = try await running.ask(.get, Paths.me)
      #expect(me.status == 200)
      let error = #expect(throws: ServiceError.self) { _ = try BuildService(configuration) }
      #expect(error?.description.hasPrefix("another build service already uses ") == true)
      return running.token
    }
    try await withService(configuration, token: token) { running in
      let me = try await running.ask(.get, Paths.me)
      #expect(me.status == 200)
      let isValid = try await running.service.isValid(token: token)
      let isWrongValid = try await running.service.isValid(token: token + "x")
      #expect(isValid && !isWrongValid)
    }
  }

  @Test func `a request under a foreign name is refused`() async throws {
    let folder = try TemporaryFolder()
    try await withService(.plain(folder.url)) { running in
      var request = running.request(.get, Paths.me)
      request.headers.replaceOrAdd(name: "Host", value: "evil.example")
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
      #expect(response.status.code == 421)
    }
  }

  @Test func `events stream as they happen`() async throws {
    let folder = try TemporaryFolder()
    let repository = try await Repository.holding("bitrise.yml", "workflows: {primary: {}}\n")
    var configuration = ServiceConfiguration.plain(folder.url)
    configuration.slots = 0
    try await withService(configuration) { running in
      let app = try await running.register(repository)
      try await running.listening { text in
        await text.wait(for: ": welcome")
        let build = try await running.trigger(app)
        await text.wait(for: "event: build")
        await text.wait(for: build.rawValue)
      }
    }
  }

  @Test func `a service that is stopped does not wait for its listeners to go`() async throws {
    let folder = try TemporaryFolder()
    try await withService(.plain(folder.url)) { running in
      let text = WaitableText()
      async let listening: Void = running.follow(text)
      await text.wait(for: ": welcome")
      let asked = ContinuousClock.now
      await running.stop()
      // Ends without an error: the stream was finished, not cut.
      try await listening
      #expect(ContinuousClock.now - asked < .seconds(2))
    }
  }

  @Test func `an idle service ends by itself`() async throws {
    let folder = try TemporaryFolder()
    var configuration = ServiceConfiguration.plain(folder.url)
    configuration.idleLimit = .milliseconds(200)
    let service = try BuildService(configuration)
    try await service.run()
    #expect(service.parts.activity.quietTime ?? .zero >= .milliseconds(200))
  }

  @Test func `a service with a waiting build or a listener is not idle`() async throws {
    let bench = try await Bench()
    #expect(await bench.service.isIdle(for: .zero))
    #expect(await !bench.service.isIdle(for: .seconds(60)))
    bench.parts.activity.listenerCame()
    #expect(await !bench.service.isIdle(for: .zero))
    bench.parts.activity.listenerWent()
    #expect(await bench.service.isIdle(for: .zero))
    _ = try await bench.makeBuild()
    #expect(await !bench.service.isIdle(for: .zero))
  }

  @Test func `a build whose worker cannot be started fails and says why`() async throws {
    let folder = try TemporaryFolder()
    let repository = try await Repository.holding("bitrise.yml", "workflows: {primary: {}}\n")
    try await withService(.plain(folder.url)) { running in
      let app = try await running.register(repository)
      try await running.listening { text in
        await text.wait(for: ": welcome")
        let slug = try await running.trigger(app)
        await text.wait(for: #""status_text":"error""#)
        let build = try await running.build(app, slug)
        #expect(build.status == 2)
        #expect(
          build.airlock?.failureReason
            == "Its worker could not be started: cannot start /no-such-worker:"
            + " No such file or directory")
      }
    }
  }
}
