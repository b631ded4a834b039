import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct QueueStoreTests {
  private let slug = BuildSlug(rawValue: "b1")

  @Test func `a hold begins and ends while a build waits, and never outlasts that`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    let store = sample.store
    #expect(try await store.setHold(of: slug, since: .noon))
    #expect(try await sample.build("b1")?.isOnHold == true)
    #expect(try await store.heldSince(slug) == .noon)
    #expect(try await store.setHold(of: slug, since: nil))
    #expect(try await store.heldSince(slug) == nil)
    #expect(try await store.setHold(of: slug, since: .noon))
    _ = try await sample.tell("b1", 1, .started)
    #expect(try await sample.build("b1")?.isOnHold == false)
    #expect(try await !store.setHold(of: slug, since: .noon))
  }

  @Test func `orders wait in their order until they are passed on or their worker is no more`()
    async throws
  {
    let sample = try await SampleStore()
    for build in ["b1", "b2"] { try await sample.insert(build) }
    let store = sample.store
    let abort = try await store.keep(.abort(reason: "enough", withSuccess: true), to: slug)
    let close = try await store.keep(.closeWindow(.closedByUser), to: BuildSlug(rawValue: "b2"))
    let extend = try await store.keep(.extendWindow(seconds: 60), to: slug)
    #expect(try await store.waitingOrders() == [abort, close, extend])
    try await store.forget(abort)
    #expect(try await store.waitingOrders() == [close, extend])
    try await store.forgetOrders(to: slug)
    #expect(try await store.waitingOrders() == [close])
  }

  @Test func `a kept machine makes a finished build one in progress, until it is gone`()
    async throws
  {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    try await sample.insert("b2")
    for build in ["b1", "b2"] {
      _ = try await sample.tell(
        build, 1, .finished(.failed, failureReason: nil, abortReason: nil))
    }
    _ = try await sample.tell("b1", 2, .machineKept(until: .noon + 600))
    #expect(try await sample.build("b1")?.keptUntil == .noon + 600)
    #expect(try await sample.store.buildsInProgress().map(\.build.slug) == [slug])
    _ = try await sample.tell("b1", 3, .ended)
    #expect(try await sample.build("b1")?.keptUntil == nil)
    #expect(try await sample.store.buildsInProgress().isEmpty)
  }

  @Test func `a window takes the place of a kept machine's time`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    _ = try await sample.tell("b1", 1, .machineKept(until: .noon + 600))
    let order = try await sample.store.openWindow(of: slug, grace: 60, publicKeys: ["a key"])
    #expect(order?.order == .openWindow(publicKeys: ["a key"]))
    #expect(try await sample.store.waitingOrders() == [order])
    #expect(try await sample.store.openWindow(of: slug, grace: 60, publicKeys: []) == nil)
    #expect(try await sample.store.waitingOrders() == [order])
    #expect(try await sample.build("b1")?.isRemote == true)
    #expect(try await sample.window("b1")?.window == AccessWindow(grace: 60))
    var window = AccessWindow(grace: 60)
    window.apply(.keptDoorOpened(at: .noon, asked: .noon))
    _ = try await sample.tell("b1", 2, .windowChanged(window))
    #expect(try await sample.build("b1")?.keptUntil == nil)
    #expect(try await sample.store.buildsInProgress().map(\.build.slug) == [slug])
  }

  @Test func `a kept machine whose worker is lost is kept no longer`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    _ = try await sample.tell("b1", 1, .finished(.failed, failureReason: nil, abortReason: nil))
    _ = try await sample.tell("b1", 2, .machineKept(until: .noon + 600))
    #expect(try await sample.store.recordLoss(of: slug, reason: "gone", at: .noon))
    #expect(try await sample.build("b1")?.keptUntil == nil)
    #expect(try await sample.build("b1")?.failureReason == nil)
    #expect(try await !sample.store.recordLoss(of: slug, reason: "gone", at: .noon))
  }

  @Test func `an app in use is not removed, a quiet one with all it has`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    try await sample.insert("b2")
    _ = try await sample.tell("b2", 1, .finished(.failed, failureReason: nil, abortReason: nil))
    _ = try await sample.tell("b2", 2, .machineKept(until: .noon + 600))
    let use = await #expect(throws: AppInUse.self) {
      try await sample.store.removeApp(sample.app.slug)
    }
    #expect(use?.unfinished.map(\.slug.rawValue) == ["b1"])
    #expect(use?.standing.map(\.slug.rawValue) == ["b2"])
    _ = try await sample.tell("b1", 1, .finished(.success, failureReason: nil, abortReason: nil))
    _ = try await sample.tell("b2", 3, .ended)
    let removed = try await sample.store.removeApp(sample.app.slug)
    #expect(removed.map(\.rawValue) == ["b1", "b2"])
    #expect(try await sample.build("b1") == nil)
    #expect(try await sample.store.app(sample.app.slug) == nil)
  }
}
