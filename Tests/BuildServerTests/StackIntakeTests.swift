import BuildAPI
import BuildModel
import Foundation
import Testing

@testable import BuildServer

/// Which kind of machine a build gets, and what is told of those there are.
@Suite struct StackIntakeTests {
  private static let sudo = Stack(
    name: StackName(rawValue: "linux-sudo"), title: "Linux with sudo", system: .linux,
    hasScreenShare: false, driver: .uidRange, root: "/srv/root",
    limits: MachineLimits(memory: 1 << 30))
  private static let mac = Stack(
    name: StackName(rawValue: "macos"), title: "macOS", system: .macOS, hasScreenShare: true,
    driver: .tart, image: "sequoia")

  private func bench() async throws -> Bench {
    try await Bench { configuration in configuration.stacks += [Self.sudo, Self.mac] }
  }

  private static func trigger(_ stack: String) -> String {
    #"{"hook_info":{"type":"bitrise"},"build_params":{"stack":"\#(stack)"}}"#
  }

  @Test(arguments: Way.allCases)
  func `each stack tells its system, and what it offers`(way: Way) async throws {
    let bench = try await bench()
    let stacks = try await bench.call(way) { caller in
      try await caller.get(Paths.stacks).decode([String: StackBody].self)
    }
    #expect(stacks.keys.sorted() == ["linux", "linux-sudo", "macos"])
    #expect(stacks["macos"]?.os == .macOS)
    #expect(stacks["macos"]?.hasScreenShare == true)
    #expect(stacks["linux-sudo"]?.title == "Linux with sudo")
    #expect(stacks.values.allSatisfy { $0.hasSSH == true })
  }

  @Test func `a worker is told all that its build's stack is`() async throws {
    let bench = try await bench()
    try await bench.call(.router) { caller in
      let answer = try await caller.post(
        Paths.builds(bench.app.slug), Self.trigger("linux-sudo"))
      let slug = try answer.decode(TriggerResponse.self).buildSlug
      let order = try bench.parts.folder.spool(of: slug).readOrder()
      #expect(order.definition == Self.sudo)
    }
  }

  @Test func `a rebuild can ask for another stack than the build had`() async throws {
    let bench = try await bench()
    let old = try await bench.makeFinishedBuild()
    try await bench.call(.router) { caller in
      let answer = try await caller.post(
        Paths.rebuild(bench.app.slug, old.slug), #"{"stack":"linux-sudo"}"#)
      let slug = try answer.decode(TriggerResponse.self).buildSlug
      #expect(try await bench.parts.store.build(slug)?.build.stack == Self.sudo.name)
      let refusal = try await caller.post(
        Paths.rebuild(bench.app.slug, old.slug), #"{"stack":"linux-sud"}"#
      ).refusal(400, .stack)
      #expect(
        refusal == "This service has no stack \"linux-sud\"; it has linux, linux-sudo, macos.")
    }
  }

  @Test func `an image of Bitrise's is any Linux here`() async throws {
    let bench = try await bench()
    try await bench.call(.router) { caller in
      for name in ["linux-docker-android-22.04", "ubuntu-noble-24.04-bitrise-2025-android"] {
        let answer = try await caller.post(Paths.builds(bench.app.slug), Self.trigger(name))
        let slug = try answer.decode(TriggerResponse.self).buildSlug
        #expect(try await bench.parts.store.build(slug)?.build.stack == .linux)
      }
    }
  }
}
