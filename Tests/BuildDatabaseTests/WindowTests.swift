import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct WindowTests {
  @Test(arguments: [
    AccessWindow.State.opening, .open, .closing(deadline: .noon + 600),
    .closed(.closedByUser, at: .noon + 9),
  ])
  func `every state of a window comes back as it was written`(
    state: AccessWindow.State
  ) async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 1))
    let window = AccessWindow(state: state, openedAt: .noon, grace: 600, extra: 30)
    _ = try await sample.tell("b1", 1, .windowChanged(window))
    #expect(try await sample.window("b1")?.window == window)
  }

  @Test func `a closed window has nobody inside`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 1))
    _ = try await sample.tell("b1", 1, .connectionsChanged(2))
    #expect(try await sample.window("b1")?.connections == 2)
    let closed = AccessWindow(
      state: .closed(.graceOver, at: .noon), openedAt: .noon, grace: 1, extra: 0)
    _ = try await sample.tell("b1", 2, .windowChanged(closed))
    #expect(try await sample.window("b1")?.connections == 0)
  }

  @Test func `a build without remote access has no window`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    #expect(try await sample.window("b1") == nil)
  }

  @Test func `usable windows come soonest deadline first, without closed ones`() async throws {
    let sample = try await SampleStore()
    let states: [(String, AccessWindow.State)] = [
      ("open", .open), ("late", .closing(deadline: .noon + 900)),
      ("soon", .closing(deadline: .noon + 60)), ("over", .closed(.graceOver, at: .noon)),
    ]
    for (slug, state) in states {
      try await sample.insert(
        slug, window: AccessWindow(state: state, openedAt: .noon, grace: 600, extra: 0))
    }
    let usable = try await sample.store.usableWindows(of: sample.user.slug)
    #expect(usable.map(\.build.build.slug.rawValue) == ["soon", "late", "open"])
    let tester = try await sample.addUser("kim", as: .tester)
    #expect(try await sample.store.usableWindows(of: tester.slug).isEmpty)
  }

  @Test func `builds in progress are those unfinished or with an open window`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("waits")
    try await sample.insert("over")
    try await sample.insert("open", window: AccessWindow(grace: 600))
    for slug in ["over", "open"] {
      _ = try await sample.tell(
        slug, 1, .finished(.success, failureReason: nil, abortReason: nil))
    }
    let found = try await sample.store.buildsInProgress()
    #expect(found.map(\.build.slug.rawValue) == ["waits", "open"])
  }
}
