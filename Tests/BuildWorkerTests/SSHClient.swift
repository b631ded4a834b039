import BuildModel
import Foundation
import TestSupport

/// The real `ssh`, given its password by a program of its own.
struct SSHClient {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh")

  let credentials: SSHCredentials
  let folder: String

  struct Session {
    let process: Process
    let output: Pipe
    let input: Pipe
    private let exits: AsyncStream<Ending>

    init(_ process: Process) throws {
      self.process = process
      (output, input) = (Pipe(), Pipe())
      let (exits, exited) = AsyncStream.makeStream(of: Ending.self)
      self.exits = exits
      process.standardOutput = output
      process.standardInput = input
      process.standardError = FileHandle.nullDevice
      process.terminationHandler = { process in
        exited.yield(Ending(status: process.terminationStatus, at: Date()))
        exited.finish()
      }
      try process.run()
    }

    /// How it ended, and when: noted at once, however late the test gets to look.
    struct Ending {
      var status: Int32
      var at: Date
    }

    func ending() async -> Ending? { await exits.first { _ in true } }

    /// What it has written when it ends.
    func finish() async throws -> (status: Int32?, output: String) {
      let data = try await output.fileHandleForReading.allData()
      return (await ending()?.status, String(decoding: data, as: UTF8.self))
    }
  }

  func start(_ arguments: String...) throws -> Session {
    let askpass = folder + "/askpass"
    try "#!/bin/sh\nprintf '%s\\n' \"$TEST_PASSWORD\"\n"
      .write(toFile: askpass, atomically: true, encoding: .utf8)
    chmod(askpass, 0o700)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/ssh")
    process.arguments =
      [
        "-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        "-o", "PreferredAuthentications=password", "-o", "PubkeyAuthentication=no", "-p",
        String(credentials.port), "\(credentials.username)@\(credentials.host)",
      ] + arguments
    process.environment = [
      "PATH": "/usr/bin:/bin", "SSH_ASKPASS": askpass, "SSH_ASKPASS_REQUIRE": "force",
      "TEST_PASSWORD": credentials.password ?? "", "HOME": folder,
    ]
    return try Session(process)
  }
}
