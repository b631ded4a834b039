import BuildModel
import Foundation
import TestSupport
import Testing
import Workstation

@testable import airlock

@Suite struct ChildSecretsTests {
  private let build = BuildSlug(rawValue: "b")

  private func paste() -> AccessPaste {
    var paste = AccessPaste()
    paste.ssh = .init(host: "h.example", port: 2222)
    (paste.username, paste.password) = ("vagrant", "geheim")
    return paste
  }

  @Test func `what a command needs is fetched once, and the environment holds a path alone`()
    throws
  {
    var secrets = ChildSecrets(of: build, paste: paste())
    secrets.tokens["AIRLOCK_TOKEN"] = "alk_geheim"
    let handed = try #require(try secrets.handOver())
    #expect(handed.environment.values.allSatisfy { $0 == handed.socket.path })
    let bytes = try #require(SecretSocket.fetch(handed.socket.path))
    #expect(try JSONDecoder().decode(ChildSecrets.self, from: Data(bytes)) == secrets)
    #expect(SecretSocket.fetch(handed.socket.path) == nil)
  }

  @Test func `where there is nothing to tell there is no socket`() throws {
    #expect(try ChildSecrets().handOver() == nil)
  }

  @Test func `of a way in that the service tells nothing is handed over`() {
    var access = RemoteAccess(
      build: build, state: .open, grace: 600, serverTime: Date(),
      ssh: SSHCredentials(
        host: "h.example", port: 2222, username: "vagrant", password: "geheim", hostKey: nil,
        hostKeyFingerprint: nil))
    #expect(AccessPaste(of: access) == nil)
    access.estimate = .buildRuns
    #expect(AccessPaste(of: access) == paste())
  }
}
