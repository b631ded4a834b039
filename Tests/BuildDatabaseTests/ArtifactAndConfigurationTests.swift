import BuildDatabase
import BuildModel
import Testing

@Suite struct ArtifactAndConfigurationTests {
  private let app = AppSlug(rawValue: "a1")

  @Test func `artifacts come in the order they were told, once each`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1")
    try await sample.insert("b2")
    let first = Artifact(slug: ArtifactSlug(rawValue: "z"), title: "one", byteCount: 1)
    let second = Artifact(slug: ArtifactSlug(rawValue: "a"), title: "two", byteCount: 2)
    _ = try await sample.tell("b1", 1, .artifactsKept([first, second]))
    _ = try await sample.tell("b1", 1, .artifactsKept([first, second]))
    // The same slug of another build is another artifact.
    _ = try await sample.tell("b2", 1, .artifactsKept([second]))
    let build = BuildSlug(rawValue: "b1")
    let page = try await sample.store.artifacts(of: build, page: PageRequest())
    #expect(page.items == [first, second])
    try await sample.store.removeArtifact(second.slug, of: build)
    #expect(try await sample.store.artifact(second.slug, of: build) == nil)
    let other = BuildSlug(rawValue: "b2")
    #expect(try await sample.store.artifact(second.slug, of: other) == second)
  }

  @Test func `names that were built are told once each, the latest first`() async throws {
    let sample = try await SampleStore()
    _ = try await sample.store.register(.sample("a2"), owner: sample.user.slug)
    try await sample.insert("b1", workflow: "deploy", branch: "main")
    try await sample.insert("b2", workflow: "primary", branch: "dev")
    try await sample.insert("b3", workflow: "test", branch: nil)
    try await sample.insert("b4", workflow: "primary", branch: "main")
    try await sample.insert("b5", app: "a2", workflow: "other", branch: "other")
    #expect(try await sample.store.builtBranches(of: app) == ["main", "dev"])
    #expect(try await sample.store.builtWorkflows(of: app) == ["primary", "test", "deploy"])
    let none = AppSlug(rawValue: "none")
    #expect(try await sample.store.builtBranches(of: none).isEmpty)
  }

  @Test func `a kept configuration is used until that is taken back`() async throws {
    let store = try await SampleStore().store
    #expect(try await store.configuration(of: app) == nil)
    try await store.useKeptConfiguration(true, of: app)
    #expect(try await store.configuration(of: app) == nil)
    try await store.keepConfiguration("one", of: app)
    try await store.useKeptConfiguration(false, of: app)
    #expect(try await store.configuration(of: app)?.isUsed == false)
    try await store.keepConfiguration("two", of: app)
    let kept = try await store.configuration(of: app)
    #expect(kept?.text == "two")
    #expect(kept?.isUsed == true)
  }
}
