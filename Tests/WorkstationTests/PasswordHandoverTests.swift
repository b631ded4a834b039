import Foundation
import Testing

@testable import Workstation

@Suite struct PasswordHandoverTests {
  private func fetch(_ path: String) -> String? {
    guard let peer = try? LocalSocket.connect(path) else { return nil }
    defer { close(peer) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = recv(peer, &bytes, bytes.count, Int32(MSG_WAITALL))
    return count > 0 ? String(decoding: bytes[0..<count], as: UTF8.self) : nil
  }

  @Test func `the password is handed out once`() throws {
    let handover = try PasswordHandover(password: "geheim", executable: "/bin/false")
    let path = try #require(handover.environment[PasswordHandover.variable])
    #expect(fetch(path) == "geheim")
    #expect(fetch(path) == nil)
  }

  @Test func `what was taken back goes to nobody who comes for another secret`() throws {
    // The number of a socket that is closed is the next one's.
    for _ in 0..<200 {
      try SecretSocket(Array("taken back".utf8)).end()
      let next = try SecretSocket(Array("wanted".utf8))
      #expect(SecretSocket.fetch(next.path) == Array("wanted".utf8))
    }
  }

  @Test func `nothing in the environment is the password`() throws {
    let handover = try PasswordHandover(password: "geheim", executable: "/bin/false")
    #expect(!handover.environment.values.contains { $0.contains("geheim") })
  }

  @Test func `only this user can reach the socket`() throws {
    let handover = try PasswordHandover(password: "geheim", executable: "/bin/false")
    let path = try #require(handover.environment[PasswordHandover.variable])
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions]
    #expect(mode as? Int == 0o700)
  }

  @Test func `after the end nothing is left`() throws {
    let handover = try PasswordHandover(password: "geheim", executable: "/bin/false")
    let path = try #require(handover.environment[PasswordHandover.variable])
    handover.end()
    #expect(fetch(path) == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: [
    "The authenticity of host can't be established. Continue (yes/no)?", "Enter passphrase for key",
    "",
  ]) func `no question but the password's is answered`(prompt: String) throws {
    let handover = try PasswordHandover(password: "geheim", executable: "/bin/false")
    let path = try #require(handover.environment[PasswordHandover.variable])
    #expect(PasswordHandover.answer(socket: path, prompt: prompt) == 1)
    #expect(fetch(path) == "geheim")
  }
}
