import BuildMachine
import BuildModel
import Foundation
import Testing

@Suite(.enabled(if: SSHVisitor.toolsAreThere(), "OpenSSH's client is installed"))
struct SSHDoorTests {
  @Test(arguments: await DriverUnderTest.working())
  func `the password opens a session in the given folder and environment`(
    driver: DriverUnderTest
  ) async throws {
    try await withVisitor(driver, environment: ["BUILD_NUMBER": "42"]) { visitor, _, running in
      let outcome = try await visitor.ssh("id -un; pwd; echo $BUILD_NUMBER $HOME; echo $USER")
      #expect(outcome.errors == "")
      #expect(
        outcome.text == """
          \(running.machine.username)
          \(running.machine.folders.source)
          42 \(running.machine.folders.home)
          \(running.machine.username)

          """)
      #expect(outcome.status == 0)
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `an exit status is passed on, with output and errors apart`(
    driver: DriverUnderTest
  ) async throws {
    try await withVisitor(driver) { visitor, _, _ in
      let outcome = try await visitor.ssh("echo out; echo err >&2; exit 7")
      #expect(outcome.status == 7)
      #expect(outcome.text == "out\n")
      #expect(outcome.errors == "err\n")
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a session that a signal ended is told as such`() async throws {
    try await withVisitor { visitor, _, _ in
      let outcome = try await visitor.ssh("kill -TERM $$")
      #expect(outcome.status == 255)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a wrong password does not open`() async throws {
    try await withVisitor { visitor, _, _ in
      let outcome = try await visitor.ssh("echo in", password: "not the password at all")
      #expect(outcome.status == 255)
      #expect(outcome.text == "")
      #expect(outcome.errors.contains("Permission denied (password)"))
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `another username does not open`() async throws {
    try await withVisitor { visitor, _, _ in
      let outcome = try await visitor.run("ssh", ["root@127.0.0.1", "echo in"])
      #expect(outcome.status == 255)
      #expect(outcome.text == "")
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `each machine has a key and a password of its own`() async throws {
    try await withVisitor { first, _, _ in
      try await withVisitor { second, _, _ in
        #expect(first.credentials.password != second.credentials.password)
        #expect(first.credentials.hostKey != second.credentials.hostKey)
        #expect(first.credentials.password?.count == 20)
        let mistaken = try await SSHVisitor(first.credentials, knowing: second.credentials.hostKey)
        let outcome = try await mistaken.ssh("echo in")
        #expect(outcome.status == 255)
        #expect(outcome.errors.contains("Host key verification failed"))
      }
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `the fingerprint is the one that ssh-keygen shows`() async throws {
    try await withVisitor { visitor, _, _ in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/ssh-keygen")
      process.arguments = ["-l", "-f", "-"]
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      try input.fileHandleForWriting.write(
        contentsOf: Data((visitor.credentials.hostKey ?? "").utf8))
      try input.fileHandleForWriting.close()
      let text = await readToEnd(output.fileHandleForReading)
      let fingerprint = try #require(visitor.credentials.hostKeyFingerprint)
      #expect(fingerprint.hasPrefix("SHA256:"))
      #expect(text.contains(fingerprint))
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a megabyte goes in and comes back as it was`() async throws {
    try await withVisitor { visitor, _, _ in
      var source = SystemRandomNumberGenerator()
      let bytes = Data(
        (0..<(1 << 17)).flatMap { _ in
          withUnsafeBytes(of: source.next()) { Array($0) }
        })
      let outcome = try await visitor.ssh("cat", input: bytes)
      #expect(bytes.count == 1 << 20)
      // Compared first: of a megabyte that differs nobody wants to see the difference.
      let isSame = outcome.output == bytes
      #expect(isSame)
      #expect(outcome.status == 0)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `much output survives key exchanges on the way`() async throws {
    try await withVisitor { visitor, _, _ in
      let outcome = try await visitor.run(
        "ssh",
        ["-o", "RekeyLimit=4M", visitor.destination, "head -c 30000000 /dev/zero | tr '\\0' x"])
      #expect(outcome.output.count == 30_000_000)
      #expect(outcome.status == 0)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a command whose reader left comes to an end`() async throws {
    try await withVisitor { visitor, _, _ in
      let options = visitor.options.joined(separator: " ")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "ssh \(options) \(visitor.destination) yes | head -n 1"]
      process.environment = visitor.environment()
      let output = Pipe()
      process.standardOutput = output
      process.standardInput = FileHandle.nullDevice
      try process.run()
      #expect(await readToEnd(output.fileHandleForReading) == "y\n")
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a command ends though a child it left holds its output`() async throws {
    try await withVisitor { visitor, _, _ in
      let outcome = try await visitor.ssh("sleep 1000 & echo done")
      #expect(outcome.text == "done\n")
      #expect(outcome.status == 0)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `sessions that start later find the new environment`() async throws {
    try await withVisitor(environment: ["STEP": "first"]) { visitor, door, _ in
      let before = try await visitor.ssh("echo $STEP")
      door.setEnvironment(["STEP": "second"])
      let after = try await visitor.ssh("echo $STEP")
      #expect(before.text == "first\n")
      #expect(after.text == "second\n")
    }
  }
}
