import BuildMachine
import BuildModel
import Foundation
import TestSupport

/// A person with OpenSSH's real programs, who pins the host key and hands the password over as
/// the dashboard does.
final class SSHVisitor: Sendable {
  static let tools = ["ssh", "scp", "sftp"]
  static func toolsAreThere() -> Bool {
    tools.allSatisfy { access("/usr/bin/\($0)", X_OK) == 0 }
  }

  let credentials: SSHCredentials
  private let folder: String

  init(_ credentials: SSHCredentials, knowing hostKey: String? = nil) async throws {
    self.credentials = credentials
    folder = FileManager.default.temporaryDirectory.path + "/airlock-visitor-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let line = "[127.0.0.1]:\(credentials.port) \(hostKey ?? credentials.hostKey ?? "")\n"
    try line.write(toFile: folder + "/known_hosts", atomically: false, encoding: .utf8)
    try await Script.write("printf '%s\\n' \"$VISITOR_PASSWORD\"", to: folder + "/askpass")
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { _ = error }
  }

  /// Options that `ssh`, `scp` and `sftp` share; the port is part of them.
  var options: [String] {
    [
      "-F", "/dev/null", "-o", "StrictHostKeyChecking=yes",
      "-o", "UserKnownHostsFile=\(folder)/known_hosts",
      "-o", "Port=\(credentials.port)", "-o", "LogLevel=ERROR",
    ]
  }

  var destination: String { "\(credentials.username)@127.0.0.1" }

  func environment(password: String? = nil) -> [String: String] {
    [
      "PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
      "TERM": "xterm-256color", "SSH_ASKPASS": folder + "/askpass",
      "SSH_ASKPASS_REQUIRE": "force",
      "VISITOR_PASSWORD": password ?? credentials.password ?? "",
    ]
  }

  struct Outcome {
    var status: Int32
    var output: Data
    var errors: String
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs one of the programs to its end.
  func run(
    _ tool: String, _ arguments: [String], input: Data = Data(), password: String? = nil,
    tries: Int = 1, extra: [String: String] = [:]
  ) async throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(tool)")
    process.arguments = options + ["-o", "NumberOfPasswordPrompts=\(tries)"] + arguments
    process.environment = environment(password: password).merging(extra) { $1 }
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    let ended = AsyncStream<Int32>.makeStream()
    process.terminationHandler = { ended.continuation.yield($0.terminationStatus) }
    try process.run()
    Thread.detachNewThread {
      // The program may end without reading all of it.
      do {
        try stdin.fileHandleForWriting.write(contentsOf: input)
        try stdin.fileHandleForWriting.close()
      } catch { _ = error }
    }
    async let output = readData(stdout.fileHandleForReading)
    async let errors = readData(stderr.fileHandleForReading)
    var status: Int32 = -1
    for await ending in ended.stream {
      status = ending
      break
    }
    return await Outcome(
      status: status, output: output, errors: String(decoding: errors, as: UTF8.self))
  }

  func ssh(_ command: String, input: Data = Data(), password: String? = nil) async throws -> Outcome
  {
    try await run("ssh", [destination, command], input: input, password: password)
  }
}

/// Gives a test a machine with a door and somebody who knows how to open it.
func withVisitor(
  _ driver: DriverUnderTest = .bubblewrap, environment: [String: String] = [:],
  publicKeys: [String] = [], rules: DoorRules = DoorRules(),
  greeting: @escaping @Sendable () -> String = { "" },
  _ body: (SSHVisitor, LibSSHDoor, RunningMachine) async throws -> Void
) async throws {
  try await withMachine(driver) { running in
    let door = try LibSSHDoor(
      machine: running.machine, environment: environment,
      folder: running.machine.folders.source, publicKeys: publicKeys, rules: rules,
      greeting: greeting)
    defer { door.close() }
    try await body(try await SSHVisitor(door.credentials), door, running)
  }
}
