import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct ReportTests {
  @Test func `a report that is told twice counts once`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    #expect(try await sample.tell("b1", 1, .started))
    #expect(
      try await sample.tell("b1", 2, .finished(.failed, failureReason: nil, abortReason: nil)))
    #expect(try await !sample.tell("b1", 1, .started))
    #expect(
      try await !sample.tell("b1", 2, .finished(.success, failureReason: nil, abortReason: nil)))
    #expect(try await sample.build("b1")?.status == .failed)
    let stored = try await sample.store.build(BuildSlug(rawValue: "b1"))
    #expect(stored?.lastReport == 2)
  }

  @Test func `a build goes from queued to finished by its reports`() async throws {
    let sample = try await SampleStore()
    var build = try await sample.insert("b1")
    _ = try await sample.tell("b1", 1, .started)
    build.status = .running
    build.startedAt = .noon + 1
    #expect(try await sample.build("b1") == build.titled("app a1"))
    _ = try await sample.tell(
      "b1", 2, .prepared(isolation: .isolated, commitHash: "abc", commitMessage: "Mend it"))
    build.preparedAt = .noon + 2
    build.isolation = .isolated
    build.commitHash = "abc"
    build.commitMessage = "Mend it"
    #expect(try await sample.build("b1") == build.titled("app a1"))
    _ = try await sample.tell(
      "b1", 3, .finished(.aborted, failureReason: "why", abortReason: "enough"))
    build.status = .aborted
    build.finishedAt = .noon + 3
    build.failureReason = "why"
    build.abortReason = "enough"
    #expect(try await sample.build("b1") == build.titled("app a1"))
  }

  @Test func `steps are planned and then change one by one`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    let first = Step(index: 0, stepID: "script", title: "Test")
    let second = Step(index: 1, stepID: "script", title: "Deploy")
    _ = try await sample.tell("b1", 1, .planned([first, second]))
    let failed = Step(
      index: 0, stepID: "script", title: "Test", status: .failed, startedAt: .noon,
      finishedAt: .noon + 2, exitCode: 3, firstChunk: 1, lastChunk: 9)
    _ = try await sample.tell("b1", 2, .stepChanged(failed))
    #expect(try await sample.store.steps(of: BuildSlug(rawValue: "b1")) == [failed, second])
  }

  @Test func `a lost worker fails what still ran and closes the window`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 600))
    let running = Step(index: 0, stepID: "script", title: "Test", status: .running)
    let pending = Step(index: 1, stepID: "script", title: "Deploy")
    _ = try await sample.tell("b1", 1, .started)
    _ = try await sample.tell("b1", 2, .planned([running, pending]))
    let slug = BuildSlug(rawValue: "b1")
    #expect(try await sample.store.recordLoss(of: slug, reason: "gone", at: .noon + 9))
    let build = try #require(try await sample.build("b1"))
    #expect(build.status == .failed)
    #expect(build.failureReason == "gone")
    #expect(build.finishedAt == .noon + 9)
    #expect(
      try await sample.window("b1")?.window.state == .closed(.workerLost, at: .noon + 9))
    #expect(try await sample.store.steps(of: slug).map(\.status) == [.aborted, .skipped])
    #expect(try await !sample.store.recordLoss(of: slug, reason: "again", at: .noon + 10))
  }

  @Test func `what a worker had finished stays when it is lost in the grace time`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 600))
    _ = try await sample.tell("b1", 1, .started)
    _ = try await sample.tell("b1", 2, .finished(.success, failureReason: nil, abortReason: nil))
    let slug = BuildSlug(rawValue: "b1")
    #expect(try await sample.store.recordLoss(of: slug, reason: "gone", at: .noon + 9))
    #expect(try await sample.build("b1")?.status == .success)
    #expect(try await sample.build("b1")?.failureReason == nil)
    #expect(try await sample.window("b1")?.window.isClosed == true)
  }

  @Test func `a waiting build is aborted, a running one is left to its worker`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", window: AccessWindow(grace: 600))
    try await sample.insert("b2")
    _ = try await sample.tell("b2", 1, .started)
    let store = sample.store
    #expect(
      try await store.abortQueued(
        BuildSlug(rawValue: "b1"), reason: "no", withSuccess: true, at: .noon))
    #expect(
      try await !store.abortQueued(
        BuildSlug(rawValue: "b2"), reason: "no", withSuccess: true, at: .noon))
    #expect(try await sample.build("b1")?.status == .abortedWithSuccess)
    #expect(try await sample.build("b1")?.abortReason == "no")
    #expect(try await sample.window("b1")?.window.state == .closed(.aborted, at: .noon))
    #expect(try await sample.build("b2")?.status == .running)
  }
}

extension Build {
  fileprivate func titled(_ title: String) -> Build {
    var build = self
    build.appTitle = title
    return build
  }
}
