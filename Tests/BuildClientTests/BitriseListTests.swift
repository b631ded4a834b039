import BitriseSimulator
import BuildModel
import Foundation
import Testing

@testable import BuildClient

@Suite struct BitriseListTests {
  @Test func `what Bitrise offers is found out once`() async throws {
    try await Simulated.run { it async throws in
      #expect(try await it.client.offer() == .pageOnly)
      #expect(try await it.client.offer() == .pageOnly)
      #expect(it.simulator.heard.filter { $0.path == "/v0.1/remote-access" }.count == 1)
    }
  }

  @Test(arguments: [
    Mischief.status(401, body: "{}"), .status(403, body: "{}"), .status(405, body: ""),
    .status(400, body: "{}"), .status(200, body: #"{"data":{}}"#),
  ]) func `whatever an unknown path is answered with, it is no service of ours`(
    answer: Mischief
  ) async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/remote-access", [answer])
      #expect(try await it.client.offer() == .pageOnly)
    }
  }

  @Test func `Bitrise's own host is not asked what it offers`() async throws {
    let url = try #require(URL(string: "https://api.bitrise.io"))
    let client = BuildClient(Connection(name: "bitrise", url: url, token: Token("t")))
    #expect(try await client.offer() == .pageOnly)
  }

  @Test func `all pages of the apps are read`() async throws {
    try await Simulated.run(apps: 120) { it async throws in
      let apps = try await it.client.apps()
      #expect(apps.count == 120)
      #expect(Set(apps.map(\.slug)).count == 120)
      #expect(it.simulator.heard.filter { $0.path == "/v0.1/apps" }.count == 3)
    }
  }

  @Test func `no page asks for more than fifty`() async throws {
    try await Simulated.run { it async throws in
      let builds = try await it.client.builds(limit: 70)
      #expect(builds.count == 70)
      let older = try await it.client.buildsPage(next: nil, limit: 60)
      #expect(older.builds.count == 60)
      let rest = try await it.client.buildsPage(next: older.next, limit: 200)
      #expect(rest.builds.count == 60)
      #expect(rest.next == nil)
    }
  }

  @Test func `fields that are null leave a build what it is`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.misbehave("/v0.1/builds", [.nulls])
      let builds = try await it.client.builds(limit: 10)
      #expect(builds.count == 10)
      let isSo = builds.allSatisfy { $0.branch == nil && $0.finishedAt == nil }
      #expect(isSo)
      it.simulator.misbehave("/v0.1/apps", [.nulls])
      #expect(try await it.client.apps().count == 3)
      it.simulator.misbehave("/v0.1/me", [.nulls])
      #expect(try await it.client.me().username == "someuser")
    }
  }

  @Test func `of a list over all apps only what Bitrise knows is asked`() async throws {
    try await Simulated.run { it async throws in
      let page = try await it.client.buildsPage(["branch": "main", "status": "2"], limit: 20)
      let isSo = page.builds.allSatisfy { $0.status == .failed }
      #expect(isSo)
    }
  }

  @Test func `a build of one app is found by its number`() async throws {
    try await Simulated.run { it async throws in
      let app = try #require(try await it.client.apps().first)
      #expect(try await it.client.builds(of: app, number: 7).map(\.number) == [7])
    }
  }

  @Test func `answers come packed, over one connection`() async throws {
    try await Simulated.run { it async throws in
      for _ in 0..<10 { _ = try await it.client.builds(limit: 50) }
      let isSo = it.simulator.heard.allSatisfy(\.acceptsGzip)
      #expect(isSo)
      #expect(it.simulator.connections == 1)
    }
  }

  @Test func `five thousand apps and many builds are as near as ten`() async throws {
    try await Simulated.run(apps: 5000, builds: 200_000) { it async throws in
      let newest = try await it.client.buildsPage()
      #expect(newest.builds.count == 200)
      #expect(try await it.client.apps(title: "project-4321").count == 1)
      #expect(try await it.client.apps(limit: 50).count == 50)
      // Neither asked for more than was wanted.
      #expect(it.simulator.heard.count == 6)
    }
  }
}
