import BuildModel
import Foundation
import Testing

@testable import BuildServer

@Suite struct BuildQueueTests {
  private func build(_ slug: String, priority: Int = 0, at second: Double) -> Build {
    Build(
      slug: BuildSlug(rawValue: slug), app: AppSlug(rawValue: "a"), appTitle: "", number: 1,
      status: .queued, workflow: "primary", triggeredAt: Date(timeIntervalSince1970: second),
      priority: priority)
  }

  private func order(_ builds: [Build]) -> [String] {
    var queue = BuildQueue()
    for build in builds { queue.insert(build) }
    var slugs: [String] = []
    while let next = queue.next() { slugs.append(next.slug.rawValue) }
    return slugs
  }

  @Test func `who came first goes first`() {
    #expect(order([build("a", at: 1), build("b", at: 2), build("c", at: 3)]) == ["a", "b", "c"])
  }

  @Test func `a higher priority goes before an older build`() {
    #expect(
      order([
        build("usual", at: 1), build("low", priority: -100, at: 0),
        build("high", priority: 7, at: 9),
        build("highest", priority: 100, at: 12), build("later", priority: 7, at: 10),
      ]) == ["highest", "high", "later", "usual", "low"])
  }

  @Test func `a build that comes back takes the place it had`() {
    var queue = BuildQueue()
    for build in [build("a", at: 1), build("b", at: 2), build("c", at: 3)] { queue.insert(build) }
    #expect(queue.remove(BuildSlug(rawValue: "b"))?.slug.rawValue == "b")
    #expect(queue.remove(BuildSlug(rawValue: "b")) == nil)
    queue.insert(build("b", at: 2))
    #expect([queue.next(), queue.next(), queue.next()].map(\.?.slug.rawValue) == ["a", "b", "c"])
    #expect(queue.isEmpty)
  }

  @Test func `of two at the same time the first to be put in goes first`() {
    #expect(order([build("a", at: 1), build("b", at: 1), build("c", at: 1)]) == ["a", "b", "c"])
  }
}
