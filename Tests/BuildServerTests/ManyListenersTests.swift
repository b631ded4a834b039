import AsyncHTTPClient
import BuildAPI
import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct ManyListenersTests {
  private static let count = 200

  @Test func `requests are answered beside many idle listeners, and all of them hear`()
    async throws
  {
    let folder = try TemporaryFolder()
    let repository = try await Repository.holding("bitrise.yml", "workflows: {primary: {}}\n")
    var configuration = ServiceConfiguration.plain(folder.url)
    configuration.slots = 0
    var options = HTTPClient.Configuration()
    options.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.count
    let client = HTTPClient(configuration: options)
    let heard = try await withService(configuration) { running in
      let app = try await running.register(repository)
      let texts = (0..<Self.count).map { _ in WaitableText() }
      return try await withThrowingTaskGroup(of: Void.self) { group in
        for text in texts {
          group.addTask {
            let response = try await client.execute(
              running.request(.get, Paths.events), deadline: .distantFuture)
            do {
              for try await part in response.body { text.append(String(buffer: part)) }
            } catch is CancellationError { return }
          }
        }
        for text in texts { await text.wait(for: ": welcome") }
        #expect(running.service.parts.hub.listeners.count == Self.count)
        for _ in 1...20 {
          let page = try await running.get(Paths.builds(app), as: Page<BuildBody>.self)
          #expect(page.paging.totalItemCount == 0)
        }
        let build = try await running.trigger(app)
        for text in texts { await text.wait(for: build.rawValue) }
        group.cancelAll()
        return texts.count { $0.text.contains("event: build") }
      }
    }
    #expect(heard == Self.count)
    try await client.shutdown()
  }
}
