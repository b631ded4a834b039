import BuildModel
import Foundation
import TestSupport
import Testing

@testable import Workstation
@testable import airlock

/// A machine that answers with another key than the service told, played by a real `sshd`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd")))
struct HostKeyTests {
  @Test func `a changed host key stops it before the password, with both fingerprints`()
    async throws
  {
    let door = try await StrangeDoor()
    defer { door.end() }
    let told = try await door.makeKey("told")
    let session = try SSHSession(
      door.access(hostKey: told.key, fingerprint: told.fingerprint),
      files: door.folder.url.appending(path: "sessions"), persistence: 1)
    defer { session.end() }
    let error = #expect(throws: ProgramError.self) { try session.logIn() }
    let sentence = try #require(error?.description)
    #expect(
      sentence.contains(told.fingerprint) && sentence.contains(door.fingerprint), "\(sentence)")
    #expect(sentence.contains("so nothing was sent"))
    // The password was not asked for: whoever asks now still gets it.
    let environment = session.environment
    let socket = try #require(environment[PasswordHandover.variable])
    #expect(FileManager.default.fileExists(atPath: socket))
    #expect(!door.log.contains("password"), "\(door.log)")
  }
}

/// An `sshd` of this test's own.
private struct StrangeDoor {
  let folder: TemporaryFolder
  let key: String
  let fingerprint: String
  private let port: Int
  private let process: Process

  init() async throws {
    folder = try TemporaryFolder()
    let made = try await Self.makeKey("real", in: folder.url)
    (key, fingerprint) = made
    port = try Self.freePort()
    try FileManager.default.createDirectory(
      atPath: "/run/sshd", withIntermediateDirectories: true)
    process = Process()
    process.executableURL = URL(filePath: "/usr/sbin/sshd")
    process.arguments = [
      "-D", "-f", "/dev/null", "-p", "\(port)", "-o", "ListenAddress=127.0.0.1",
      "-h", folder.url.appending(path: "real").path, "-o", "PidFile=none",
      "-E", folder.url.appending(path: "log").path, "-o", "LogLevel=VERBOSE",
    ]
    try process.run()
    let port = port
    try waitUntil("sshd listens") {
      (try? DoorProbe.knock(host: "127.0.0.1", port: port)) != nil
    }
  }

  func makeKey(_ name: String) async throws -> (key: String, fingerprint: String) {
    try await Self.makeKey(name, in: folder.url)
  }

  func access(hostKey: String, fingerprint: String) -> RemoteAccess {
    RemoteAccess(
      build: BuildSlug(rawValue: "b-\(UUID().uuidString.prefix(8))"), state: .open, grace: 600,
      serverTime: Date(),
      ssh: SSHCredentials(
        host: "127.0.0.1", port: port, username: "nobody-here", password: "geheim",
        hostKey: hostKey, hostKeyFingerprint: fingerprint))
  }

  var log: String {
    (try? String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8)) ?? ""
  }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }

  private static func makeKey(
    _ name: String, in folder: URL
  ) async throws -> (key: String, fingerprint: String) {
    let file = folder.appending(path: name).path
    _ = try await Self.output(
      "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file])
    let words = try String(contentsOfFile: file + ".pub", encoding: .utf8).split(separator: " ")
    let shown = try await Self.output("/usr/bin/ssh-keygen", ["-lf", file])
    let fingerprint = shown.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    return ("\(words[0]) \(words[1])", fingerprint)
  }

  private static func output(_ program: String, _ arguments: [String]) async throws -> String {
    let answer = await ProgramRun.output(program, arguments, environment: [:], limit: 1 << 16)
    return try #require(answer?.output)
  }

  private static func freePort() throws -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
    }
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
