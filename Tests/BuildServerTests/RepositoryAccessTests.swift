import BuildAPI
import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Synchronization
import Testing

@testable import BuildServer

/// Apps whose repository is opened by a password in its address.
@Suite struct RepositoryAccessTests {
  /// Takes every address for a repository: no test asks the internet.
  private static func believe(_ configuration: inout ServiceConfiguration) {
    configuration.inspectRepository = { address, _ in
      RepositoryFacts(address: address, defaultBranch: "main")
    }
  }

  /// Adds such an app as the service's administrator.
  private static func register(_ address: String, _ bench: Bench) async throws -> App {
    let root = try await bench.makeAdministrator()
    let slug = try await bench.call(.router) { owner in
      try await owner.with(root).post(
        Paths.registerApp, #"{"repo_url":"\#(address)","is_public":false}"#
      ).decode(RegisterResponse.self).slug
    }
    return try #require(try await bench.parts.store.app(slug)).app
  }

  private static func holds(_ text: String, _ folder: URL) -> [String] {
    let names =
      FileManager.default.enumerator(atPath: folder.path)?
      .compactMap { $0 as? String } ?? []
    return names.filter { name in
      FileManager.default.contents(atPath: folder.appending(path: name).path)?
        .range(of: Data(text.utf8)) != nil
    }
  }

  @Test func `the password is sealed, shown to nobody, and told to the worker alone`()
    async throws
  {
    let read = Mutex<[String]>([])
    let bench = try await Bench { configuration in
      Self.believe(&configuration)
      configuration.readConfiguration = { app, _ in
        read.withLock { $0.append(app.repository) }
        return ConfigurationText(text: "workflows: {}", name: "bitrise.yml")
      }
    }
    let app = try await Self.register("https://me:treasure@host/private.git", bench)
    #expect(app.repository == "https://host/private.git")
    let seen = try #require(try await bench.parts.store.app(app.slug))
    let build = try await Intake(parts: bench.parts).take(
      Intake.Wish(parameters: BuildParams(), triggeredBy: "me"), in: seen
    ) { _ in "" }.build
    #expect(read.withLock { $0.last } == "https://me:treasure@host/private.git")
    let order = try bench.spool(of: build).readOrder()
    #expect(order.hasSecrets)
    #expect(order.repository == "https://host/private.git")
    #expect(
      try await bench.parts.secrets.handover(for: build) == [.repositoryAccess("me:treasure")])
    #expect(Self.holds("treasure", bench.folder.url) == [])
  }

  @Test func `the same repository with another password is the same app, opened by the new one`()
    async throws
  {
    let bench = try await Bench(Self.believe)
    let first = try await Self.register("https://me:old@host/private.git", bench)
    let second = try await Self.register("https://me:new@host/private.git", bench)
    #expect(first.slug == second.slug)
    let opened = try await bench.parts.secrets.opened(second)
    #expect(opened.repository == "https://me:new@host/private.git")
  }

  @Test func `what an earlier version left readable is sealed at the start`() async throws {
    let bench = try await Bench()
    let store = bench.parts.store
    let old = App(
      slug: AppSlug(rawValue: "a9"), title: "old", repository: "https://tok@host/x@y.git",
      defaultBranch: "main", createdAt: Date())
    _ = try await store.register(old, owner: try await bench.user(bench.owner).slug)
    try await bench.parts.secrets.sealAddresses()
    let now = try #require(try await store.app(old.slug)).app
    #expect(now.repository == "https://host/x@y.git")
    #expect(try await bench.parts.secrets.opened(now).repository == old.repository)
    // Once more changes nothing: what is left of the address is no password.
    try await bench.parts.secrets.sealAddresses()
    #expect(try await bench.parts.secrets.opened(now).repository == old.repository)
  }
}
