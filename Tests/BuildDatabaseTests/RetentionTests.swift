import BuildModel
import Foundation
import Testing

@testable import BuildDatabase

/// Which builds may go, and what goes with them.
@Suite struct RetentionTests {
  private let sample: SampleStore

  init() async throws { sample = try await SampleStore() }

  /// A build that ended at a time.
  private func end(
    _ slug: String, at time: TimeInterval, window: AccessWindow? = nil
  ) async throws -> BuildSlug {
    let build = try await sample.insert(slug, window: window).slug
    let news: [WorkerNews] = [
      .started, .planned([Step(index: 0, stepID: "script", title: "One")]),
      .finished(.success, failureReason: nil, abortReason: nil),
    ]
    for (number, news) in news.enumerated() {
      _ = try await sample.store.record(
        WorkerReport(sequence: number + 1, at: .noon + time, news: news), of: build)
    }
    return build
  }

  private func ended() async throws -> [String] {
    try await sample.store.endedBuilds(after: nil, limit: 99).map(\.slug.rawValue)
  }

  @Test func `builds go in the order in which they ended, a page at a time`() async throws {
    _ = try await end("long", at: 30)
    _ = try await end("short", at: 20)
    _ = try await end("twin", at: 20)
    _ = try await end("newest", at: 10)
    #expect(try await ended() == ["short", "twin", "long"])
    let first = try await sample.store.endedBuilds(after: nil, limit: 1)
    let rest = try await sample.store.endedBuilds(after: first.first, limit: 9)
    #expect(rest.map(\.slug.rawValue) == ["twin", "long"])
  }

  @Test func `what runs, what can be entered and what is an app's newest stays`() async throws {
    let open = try await end("open", at: 1, window: AccessWindow(grace: 9))
    let running = try await sample.insert("running").slug
    let newest = try await end("newest", at: 2)
    #expect(try await ended().isEmpty)
    #expect(try await sample.store.remove(open) == false)
    #expect(try await sample.store.remove(running) == false)
    _ = try await sample.insert("later")
    #expect(try await ended() == ["newest"])
    #expect(try await sample.store.remove(newest))
  }

  @Test func `a build goes with all that hangs on it, and its number with it`() async throws {
    let old = try await end("old", at: 1)
    let last = try await end("last", at: 2)
    #expect(try await sample.store.remove(old))
    #expect(try await sample.store.remove(last))
    #expect(try await sample.store.build(old) == nil)
    #expect(try await sample.store.steps(of: old).isEmpty)
    let next = try await sample.insert("next")
    #expect(next.number == 3)
    #expect(try await sample.store.remove(old) == false)
  }

  @Test func `ended builds are measured once`() async throws {
    let one = try await end("one", at: 1)
    let two = try await end("two", at: 2)
    _ = try await sample.insert("running")
    #expect(try await sample.store.unmeasuredBuilds(limit: 9) == [one, two])
    #expect(try await sample.store.unmeasuredBuilds(limit: 1) == [one])
    try await sample.store.setSizes([one: 100, two: 23])
    #expect(try await sample.store.unmeasuredBuilds(limit: 9).isEmpty)
    #expect(try await sample.store.keptBytes() == 123)
    #expect(try await sample.store.endedBuilds(after: nil, limit: 1).map(\.bytes) == [100])
  }
}
