import BuildAPI
import BuildModel
import BuildRunner
import Foundation
import Hummingbird
import Testing

@testable import BuildServer

/// What a rebuild tells of the build it runs again.
@Suite struct RebuildComparisonTests {
  private func bench() async throws -> Bench {
    try await Bench { configuration in
      let describe = configuration.describe
      configuration.describe = { text in
        var digest = try describe(text)
        let effective = try EffectiveText(text.text)
        digest.effectiveText = { effective.text(of: $0) }
        return digest
      }
    }
  }

  private func rebuild(
    _ bench: Bench, _ original: Build, with configuration: String
  ) async throws -> (TriggerResponse, Build) {
    try configuration.write(
      toFile: bench.repository.path + "/bitrise.yml", atomically: true, encoding: .utf8)
    let response = try await bench.call(.router) { caller in
      try await caller.post(Paths.rebuild(bench.app.slug, original.slug))
        .decode(TriggerResponse.self)
    }
    let build = try #require(try await bench.parts.store.build(response.buildSlug)?.build)
    return (response, build)
  }

  @Test func `spaces, comments and other workflows do not count as a change`() async throws {
    let bench = try await bench()
    let original = try await bench.makeFinishedBuild()
    let (response, build) = try await rebuild(
      bench, original,
      with: "# tidied up\nworkflows:\n  primary:   {}\n  deploy: {envs: [A: b]}\n")
    #expect(build.configurationChanged == false)
    #expect(response.notes == ["configuration: as in build #1"])
    #expect(response.message == "webhook processed; configuration: as in build #1")
    let order = try bench.spool(of: build).readOrder()
    #expect(order.notes == ["configuration: as in build #1"])
    #expect(order.original?.number == 1)
  }

  @Test(arguments: Way.allCases)
  func `a changed workflow is told in answer, build and log`(way: Way) async throws {
    let bench = try await bench()
    let original = try await bench.makeFinishedBuild()
    let (response, build) = try await rebuild(
      bench, original, with: "workflows:\n  primary: {envs: [A: b]}\n  deploy: {}\n")
    #expect(build.configurationChanged == true)
    #expect(response.notes == ["configuration: changed since build #1"])
    #expect(
      try bench.spool(of: build).readOrder().notes == ["configuration: changed since build #1"])
    try await bench.call(way) { caller in
      let shown = try await caller.get(Paths.build(bench.app.slug, build.slug)).text
      #expect(shown.contains(#""configuration_changed":true"#))
      let first = try await caller.get(Paths.build(bench.app.slug, original.slug)).text
      #expect(first.contains(#""configuration_changed":null"#))
    }
  }

  @Test func `whether the commit is the same is told once it is known`() async throws {
    let bench = try await bench()
    let original = try await bench.makeBuild()
    try await bench.tell(
      original,
      [
        .started, .prepared(isolation: .isolated, commitHash: "c1", commitMessage: nil),
        .finished(.failed, failureReason: nil, abortReason: nil),
      ])
    let text = "workflows: {primary: {}, deploy: {}}\n"
    for (hash, changed) in [("c1", false), ("c2", true)] {
      let (_, build) = try await rebuild(bench, original, with: text)
      #expect(build.commitChanged == nil)
      #expect(
        try bench.spool(of: build).readOrder().original == .init(number: 1, commitHash: "c1"))
      try await bench.tell(
        build, [.started, .prepared(isolation: .isolated, commitHash: hash, commitMessage: nil)])
      #expect(try await bench.parts.store.build(build.slug)?.build.commitChanged == changed)
    }
  }

  @Test func `of a build that never came to its source nothing is said`() async throws {
    let bench = try await bench()
    let original = try await bench.makeFinishedBuild()
    let (_, build) = try await rebuild(
      bench, original, with: "workflows: {primary: {}, deploy: {}}\n")
    try await bench.tell(
      build, [.started, .prepared(isolation: .isolated, commitHash: "c2", commitMessage: nil)])
    #expect(try await bench.parts.store.build(build.slug)?.build.commitChanged == nil)
    #expect(try bench.spool(of: build).readOrder().original?.commitHash == nil)
  }
}
