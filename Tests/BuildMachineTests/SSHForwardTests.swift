import BuildMachine
import Foundation
import TestSupport
import Testing

/// Connections that begin in the machine and end at the visitor, and keys.
@Suite(
  .enabled(if: SSHVisitor.toolsAreThere(), "OpenSSH's client is installed"),
  .enabled("bubblewrap works here", bubblewrapWorks))
struct SSHForwardTests {
  /// Connects to a port of the machine's own and prints what comes back.
  private static let caller = """
    perl -MIO::Socket::INET -e '
      my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => shift) or die "no: $!";
      print $s "hello\n"; shutdown($s, 1); print <$s>'
    """

  @Test func `a port of the machine leads to a program of the visitor's`() async throws {
    try await withVisitor { visitor, _, running in
      let scratch = try MachineScratch()
      let program = Process()
      program.executableURL = URL(fileURLWithPath: "/usr/bin/perl")
      program.arguments = [
        "-MIO::Socket::INET", "-e",
        """
        $| = 1;
        my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1") or die;
        print $s->sockport, "\n";
        while (my $c = $s->accept) { my $l = <$c>; print $c "visitor heard $l"; close $c }
        """,
      ]
      let told = Pipe()
      program.standardOutput = told
      try program.run()
      // Not SIGTERM: programs that a test starts inherit that it is blocked.
      defer { kill(program.processIdentifier, SIGKILL) }
      let port = try #require(await readLine(told.fileHandleForReading))
      let outcome = try await visitor.run(
        "ssh",
        [
          "-o", "ExitOnForwardFailure=yes", "-R", "22333:127.0.0.1:\(port)", visitor.destination,
          Self.caller + " 22333; " + Self.caller + " 22333",
        ])
      #expect(outcome.text == "visitor heard hello\nvisitor heard hello\n", "\(outcome.errors)")
      _ = scratch
      // With the visitor the port goes.
      #expect(try await running.run(Self.caller + " 22333 2>&1").output.hasPrefix("no: "))
    }
  }

  @Test func `a port that is taken is refused`() async throws {
    try await withVisitor { visitor, _, running in
      let output = Pipe()
      _ = try await running.start(
        Listener.script, output: output.fileHandleForWriting.fileDescriptor)
      try output.fileHandleForWriting.close()
      let port = try #require(await readLine(output.fileHandleForReading))
      let outcome = try await visitor.run(
        "ssh",
        [
          "-o", "ExitOnForwardFailure=yes", "-R", "\(port):127.0.0.1:9", visitor.destination,
          "echo in",
        ])
      #expect(outcome.status == 255 && outcome.text == "")
    }
  }

  @Test func `the visitor's agent signs inside, and its socket goes with the session`() async throws
  {
    try await withVisitor { visitor, _, running in
      let agent = try await VisitorAgent()
      defer { agent.end() }
      let outcome = try await visitor.run(
        "ssh", ["-A", visitor.destination, "ssh-add -l; ls -l \"$SSH_AUTH_SOCK\""],
        extra: ["SSH_AUTH_SOCK": agent.socket])
      #expect(outcome.text.contains("(ED25519)"), "\(outcome.text) \(outcome.errors)")
      #expect(outcome.text.contains("srw-------"))
      let without = try await visitor.ssh("echo ${SSH_AUTH_SOCK-none}")
      #expect(without.text == "none\n")
    }
  }

  @Test func `an own key opens the door without the password, another key does not`() async throws {
    let agent = try await VisitorAgent()
    defer { agent.end() }
    try await withVisitor(publicKeys: ["nonsense", agent.publicKey]) { visitor, door, _ in
      let key = ["-o", "PasswordAuthentication=no", "-o", "IdentitiesOnly=yes", "-i"]
      let own = try await visitor.run(
        "ssh", key + [agent.keyFile, visitor.destination, "echo in"])
      #expect(own.text == "in\n", "\(own.errors)")
      let other = try await VisitorAgent()
      defer { other.end() }
      let refused = try await visitor.run(
        "ssh", key + [other.keyFile, visitor.destination, "echo in"])
      #expect(refused.status == 255 && refused.text == "")
      #expect(try await visitor.ssh("echo in").text == "in\n")
      door.close()
      let methods = await door.visits.reduce(into: [String]()) { methods, visit in
        if case .entered(let visitor) = visit { methods.append(visitor.method) }
      }
      #expect(methods == ["public key", "password"])
    }
  }

  @Test func `who guesses too often is shut out, and a key still opens`() async throws {
    var rules = DoorRules()
    rules.wrongPasswordDelay = .milliseconds(1)
    rules.failuresOfOneAddress = 3
    let agent = try await VisitorAgent()
    defer { agent.end() }
    try await withVisitor(publicKeys: [agent.publicKey], rules: rules) { visitor, door, _ in
      for _ in 0..<3 { _ = try await visitor.ssh("echo in", password: "wrong") }
      #expect(try await visitor.ssh("echo in").text == "")
      let own = try await visitor.run(
        "ssh",
        ["-o", "PasswordAuthentication=no", "-i", agent.keyFile, visitor.destination, "echo in"])
      #expect(own.text == "in\n", "\(own.errors)")
      door.close()
      let shutOut = await door.visits.reduce(into: 0) { count, visit in
        if case .shutOut = visit { count += 1 }
      }
      #expect(shutOut == 1)
    }
  }

  @Test func `a terminal is told what is announced, a pipe is not`() async throws {
    try await withVisitor { visitor, door, _ in
      let person = try visitor.sitDown()
      person.type("echo at-$((1+1))\n")
      try await person.wait(for: "at-2")
      async let piped = visitor.ssh("cat; sleep 0.1")
      door.announce("it closes in 5:00.")
      try await person.wait(for: "it closes in 5:00.")
      #expect(try await piped.text == "")
    }
  }
}

/// A visitor's `ssh-agent` with one key in it.
final class VisitorAgent: Sendable {
  let socket: String
  let keyFile: String
  let publicKey: String
  private let folder: String
  private let process: pid_t

  init() async throws {
    folder = FileManager.default.temporaryDirectory.path + "/airlock-agent-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    socket = folder + "/agent"
    keyFile = folder + "/key"
    let script = """
      set -e
      ssh-keygen -q -t ed25519 -N '' -C visitor -f \(keyFile)
      eval "$(ssh-agent -a \(socket))" >/dev/null
      ssh-add -q \(keyFile)
      echo $SSH_AGENT_PID
      """
    let output = Pipe()
    let setup = Process()
    setup.executableURL = URL(fileURLWithPath: "/bin/bash")
    setup.arguments = ["-c", script]
    setup.standardOutput = output
    setup.standardError = FileHandle.nullDevice
    try setup.run()
    let number = try await readLine(output.fileHandleForReading)
    process = try #require(number.flatMap { pid_t($0) })
    publicKey = try String(contentsOfFile: keyFile + ".pub", encoding: .utf8)
      .trimmingCharacters(in: .newlines)
  }

  func end() {
    kill(process, SIGKILL)
    do { try FileManager.default.removeItem(atPath: folder) } catch { _ = error }
  }
}
