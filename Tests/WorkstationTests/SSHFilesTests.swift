import BuildModel
import Foundation
import TestSupport
import Testing

@testable import Workstation

@Suite struct SSHFilesTests {
  private let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=="

  private func credentials(
    host: String = "127.0.0.1", port: Int = 40123, user: String = "vagrant", key: String?
  ) -> SSHCredentials {
    SSHCredentials(
      host: host, port: port, username: user, password: "geheim", hostKey: key,
      hostKeyFingerprint: nil)
  }

  @Test func `the files pin the key and hold no password`() throws {
    let parent = try TemporaryFolder()
    let files = try SSHFiles(
      for: credentials(key: key), build: BuildSlug(rawValue: "b1"), in: parent.url)
    let configuration = try String(contentsOf: files.configuration, encoding: .utf8)
    let known = try String(contentsOf: files.knownHosts, encoding: .utf8)
    #expect(known == "[127.0.0.1]:40123 \(key)\n")
    #expect(configuration.contains("StrictHostKeyChecking yes"))
    #expect(!configuration.contains("geheim"))
    let mode = try FileManager.default.attributesOfItem(atPath: files.folder.path)[
      .posixPermissions]
    #expect(mode as? Int == 0o700)
    files.remove()
    #expect(!FileManager.default.fileExists(atPath: files.folder.path))
  }

  @Test(arguments: [
    "-oProxyCommand=touch /tmp/x", "a b", "host\nProxyCommand id", "", "h\u{0}", "$(id)", "a/../b",
  ]) func `a host that is none is refused`(host: String) throws {
    let parent = try TemporaryFolder()
    #expect(throws: ConnectError.self) {
      try SSHFiles(
        for: credentials(host: host, key: key), build: BuildSlug(rawValue: "b"), in: parent.url)
    }
  }

  @Test(arguments: [
    "ssh-ed25519 AAAA\n* ssh-rsa BBBB", "@cert-authority * ssh-rsa AAAA", "AAAA", "ssh-ed25519  A",
  ]) func `a key that is none is refused`(key: String) throws {
    let parent = try TemporaryFolder()
    #expect(throws: ConnectError.self) {
      try SSHFiles(for: credentials(key: key), build: BuildSlug(rawValue: "b"), in: parent.url)
    }
  }

  @Test func `where no key was told, the first one that is seen is the build's`() throws {
    let parent = try TemporaryFolder()
    let build = BuildSlug(rawValue: "b1")
    let first = try SSHFiles(for: credentials(key: nil), build: build, in: parent.url)
    let text = try String(contentsOf: first.configuration, encoding: .utf8)
    #expect(text.contains("StrictHostKeyChecking accept-new"))
    #expect(text.contains("UserKnownHostsFile \"\(first.knownHosts.path)\""))
    try Data("[127.0.0.1]:40123 \(key)\n".utf8).write(to: first.knownHosts)
    first.remove()
    let second = try SSHFiles(for: credentials(key: nil), build: build, in: parent.url)
    #expect(second.knownHosts == first.knownHosts)
    #expect(FileManager.default.fileExists(atPath: second.knownHosts.path))
    let other = try SSHFiles(
      for: credentials(key: nil), build: BuildSlug(rawValue: "b2"), in: parent.url)
    #expect(other.knownHosts != first.knownHosts)
  }

  @Test(arguments: ["../x", "a b", "a\nHost *", "", "a/b", "*"])
  func `a slug that names no file is refused`(slug: String) throws {
    let parent = try TemporaryFolder()
    #expect(throws: ConnectError.self) {
      try SSHFiles(
        for: credentials(key: key), build: BuildSlug(rawValue: slug), in: parent.url)
    }
  }

  @Test(arguments: [0, -1, 65536]) func `a port that is none is refused`(port: Int) throws {
    let parent = try TemporaryFolder()
    #expect(throws: ConnectError.self) {
      try SSHFiles(
        for: credentials(port: port, key: key), build: BuildSlug(rawValue: "b"), in: parent.url)
    }
  }
}
