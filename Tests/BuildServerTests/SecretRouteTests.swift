import BuildAPI
import BuildModel
import Foundation
import Hummingbird
import TestSupport
import Testing

@testable import BuildServer

@Suite struct SecretRouteTests {
  @Test(arguments: Way.allCases)
  func `a secret is made, changed, read and deleted as Bitrise has it`(way: Way) async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(way) { owner in
      let made = try await owner.post(
        Paths.secrets(app), #"{"name":"KEY","value":"v1","expand_in_step_inputs":true}"#)
      #expect(made.status == 201)
      let body = try made.decode(SecretBody.self)
      #expect(body.name == "KEY" && body.scope == "app" && body.expandInStepInputs)
      #expect(!body.isProtected && !body.isExposedForPullRequests && body.value == nil)
      try await owner.post(Paths.secrets(app), #"{"name":"KEY","value":"v2"}"#).refusal(400)

      let path = Paths.secret(app, "KEY")
      #expect(try await owner.get(path).decode(SecretBody.self).value == "v1")
      #expect(try await owner.get(path + "/value").text == #"{"value":"v1"}"#)
      let listed = try await owner.get(Paths.secrets(app))
      #expect(try listed.decode(SecretsBody.self).secrets == [body])
      #expect(!listed.text.contains("v1"))

      #expect(try await owner.ask(.put, path, #"{"value":"v3"}"#).status == 204)
      #expect(
        try await owner.ask(.put, Paths.secret(app, "NEW"), #"{"value":"x"}"#).status == 201)
      let changed = try await owner.ask(.patch, path, #"{"expand_in_step_inputs":false}"#)
      #expect(try !changed.decode(SecretBody.self).expandInStepInputs)
      #expect(try await owner.get(path + "/value").text == #"{"value":"v3"}"#)

      #expect(try await owner.ask(.delete, path).status == 204)
      for gone in [try await owner.get(path), try await owner.ask(.delete, path)] {
        #expect(gone.status == 404)
        #expect(try gone.decode(ProxyErrorBody.self).errorMessage.contains("KEY"))
      }
    }
  }

  @Test func `a protected secret can be replaced and deleted, but never read again`() async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      let path = Paths.secret(app, "KEY")
      _ = try await owner.ask(.put, path, #"{"value":"hush","is_protected":true}"#)
      let shown = try await owner.get(path)
      #expect(shown.status == 200 && !shown.text.contains("hush"))
      #expect(try await owner.get(path + "/value").status == 400)
      for body in [
        #"{"is_protected":false}"#, #"{"value":"x","is_exposed_for_pull_requests":true}"#,
        #"{"expand_in_step_inputs":true}"#,
      ] {
        for method in [HTTPRequest.Method.put, .patch] {
          #expect(try await owner.ask(method, path, body).status == 400, "\(body)")
        }
      }
      #expect(try await owner.ask(.patch, path, #"{"value":"new"}"#).status == 200)
      let variables = try await bench.parts.secrets.variables(for: bench.makeBuild())
      #expect(variables == [EnvironmentVariable(key: "KEY", value: "new", isExpand: false)])
      #expect(try await owner.ask(.delete, path).status == 204)
    }
  }

  @Test(arguments: [
    #"{"name":"1A","value":"v"}"#, #"{"name":"A-B","value":"v"}"#, #"{"name":"","value":"v"}"#,
    #"{"name":"A B","value":"v"}"#, #"{"name":"A"}"#, #"{"value":"v"}"#,
    #"{"name":"A","value":"a\u0000b"}"#, "",
  ])
  func `what cannot be a variable is refused`(body: String) async throws {
    let bench = try await Bench()
    try await bench.call(.router) { owner async throws in
      #expect(try await owner.post(Paths.secrets(bench.app.slug), body).status == 400)
    }
  }

  @Test func `a value that is too long is refused, the longest is kept`() async throws {
    let bench = try await Bench()
    let path = Paths.secret(bench.app.slug, "KEY")
    let longest = String(repeating: "x", count: SecretRules.mostBytes)
    try await bench.call(.router) { owner async throws in
      #expect(try await owner.ask(.put, path, #"{"value":"\#(longest)x"}"#).status == 400)
      #expect(try await owner.ask(.put, path, #"{"value":"\#(longest)"}"#).status == 201)
      #expect(try await owner.get(path).decode(SecretBody.self).value == longest)
    }
  }

  @Test func `changes and readings are in the audit, values are not`() async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      let path = Paths.secret(app, "KEY")
      _ = try await owner.ask(.put, path, #"{"value":"treasure"}"#)
      _ = try await owner.get(path + "/value")
      _ = try await owner.ask(.delete, path)
    }
    #expect(
      try await bench.audit(.init(apps: [app])) == [
        "owner | secret_set | KEY", "owner | secret_read | KEY", "owner | secret_removed | KEY",
      ])
  }

  @Test func `a build's order says that secrets come, and holds none of them`() async throws {
    let bench = try await Bench()
    let before = try await bench.makeBuild()
    try await bench.setSecret("KEY", "treasure")
    let after = try await bench.makeBuild()
    #expect(try !bench.spool(of: before).readOrder().hasSecrets)
    #expect(try bench.spool(of: after).readOrder().hasSecrets)
    let text = try String(contentsOf: bench.spool(of: after).order, encoding: .utf8)
    #expect(!text.contains("treasure") && !text.contains("KEY"))
  }
}

@Suite struct SecretVaultTests {
  private let folder: TemporaryFolder
  private var keyFile: URL { folder.url.appending(path: "secrets.key") }

  init() throws { folder = try TemporaryFolder() }

  @Test func `what was sealed is opened, also by the next run of the service`() throws {
    let sealed = try SecretVault(keyFile: keyFile).seal("treasure", as: ["secret", "a1", "KEY"])
    #expect(sealed.range(of: Data("treasure".utf8)) == nil)
    let next = SecretVault(keyFile: keyFile)
    #expect(try next.open(sealed, as: ["secret", "a1", "KEY"]) == "treasure")
  }

  @Test func `the same text is never sealed to the same bytes`() throws {
    let vault = SecretVault(keyFile: keyFile)
    #expect(try vault.seal("x", as: ["a"]) != vault.seal("x", as: ["a"]))
  }

  @Test(arguments: [["secret", "a2", "KEY"], ["secret", "a1", "KEX"], ["secret", "a1KEY"], []])
  func `a sealed text cannot be passed for another's`(place: [String]) throws {
    let vault = SecretVault(keyFile: keyFile)
    let sealed = try vault.seal("treasure", as: ["secret", "a1", "KEY"])
    #expect(throws: VaultError.self) { _ = try vault.open(sealed, as: place) }
  }

  @Test func `a sealed text that was changed is not opened`() throws {
    let vault = SecretVault(keyFile: keyFile)
    let sealed = try vault.seal("treasure", as: ["a"])
    for place in sealed.indices {
      var changed = sealed
      changed[place] ^= 1
      #expect(throws: VaultError.self) { _ = try vault.open(changed, as: ["a"]) }
    }
    #expect(throws: VaultError.self) { _ = try vault.open(Data(), as: ["a"]) }
  }

  @Test func `the key is for this user alone and not made by reading`() throws {
    #expect(throws: VaultError.self) {
      _ = try SecretVault(keyFile: keyFile).open(Data(count: 40), as: ["a"])
    }
    #expect(!FileManager.default.fileExists(atPath: keyFile.path))
    _ = try SecretVault(keyFile: keyFile).seal("x", as: ["a"])
    let attributes = try FileManager.default.attributesOfItem(atPath: keyFile.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 32)
  }

  @Test func `another key, or what is none, opens nothing and says so`() throws {
    let sealed = try SecretVault(keyFile: keyFile).seal("treasure", as: ["a"])
    try FileManager.default.removeItem(at: keyFile)
    let error = #expect(throws: VaultError.self) {
      _ = try SecretVault(keyFile: keyFile).open(sealed, as: ["a"])
    }
    #expect(error?.description.contains("is gone") == true)
    try Data(count: 31).write(to: keyFile)
    let other = #expect(throws: VaultError.self) {
      _ = try SecretVault(keyFile: keyFile).seal("x", as: ["a"])
    }
    #expect(other?.description.contains("is no key") == true)
  }
}
