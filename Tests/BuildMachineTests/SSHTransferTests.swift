import BuildMachine
import BuildModel
import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: SSHVisitor.toolsAreThere(), "OpenSSH's client is installed"),
  .enabled("bubblewrap works here", bubblewrapWorks))
struct SSHTransferTests {
  static let isFileServerThere = [
    "/usr/lib/openssh", "/usr/libexec/openssh", "/usr/lib/ssh", "/usr/libexec",
  ].contains { access("\($0)/sftp-server", X_OK) == 0 }

  @Test(
    .enabled(if: isFileServerThere, "sftp-server is installed"),
    arguments: [["-s"], ["-O"]])
  func `scp copies there and back in both of its modes`(mode: [String]) async throws {
    try await withVisitor { visitor, _, running in
      let ours = running.scratch.folder + "/ours"
      let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })
      try bytes.write(to: URL(fileURLWithPath: ours))
      let there = try await visitor.run(
        "scp", mode + [ours, "\(visitor.destination):/bitrise/deploy/copy"])
      #expect(there.status == 0, "\(there.errors)")
      let back = try await visitor.run(
        "scp", mode + ["\(visitor.destination):/bitrise/deploy/copy", ours + ".back"])
      #expect(back.status == 0, "\(back.errors)")
      let isSame = try Data(contentsOf: URL(fileURLWithPath: ours + ".back")) == bytes
      #expect(isSame)
    }
  }

  @Test(.enabled(if: isFileServerThere, "sftp-server is installed"))
  func `sftp sees the folder that sessions start in`() async throws {
    try await withVisitor { visitor, _, running in
      _ = try await running.run("echo text > here.txt")
      let outcome = try await visitor.run(
        "sftp", [visitor.destination], input: Data("pwd\nls\n".utf8))
      #expect(outcome.text.contains("Remote working directory: /bitrise/src"))
      #expect(outcome.text.contains("here.txt"))
    }
  }

  @Test func `keys that change on the way lose nothing, in either direction`() async throws {
    try await withVisitor { visitor, _, _ in
      let data = Data((0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
      let outcome = try await visitor.run(
        "ssh", ["-o", "RekeyLimit=1M", visitor.destination, "cat"], input: data)
      #expect(outcome.output == data)
    }
  }

  @Test func `a forwarded port leads to the machine's own loopback`() async throws {
    try await withVisitor { visitor, _, running in
      let listening = Pipe()
      _ = try await running.start(
        Listener.script, output: listening.fileHandleForWriting.fileDescriptor)
      try listening.fileHandleForWriting.close()
      let port = try #require(await readLine(listening.fileHandleForReading))
      // `-W` joins standard input and output to the forwarded connection.
      let outcome = try await visitor.run(
        "ssh", ["-W", "127.0.0.1:\(port)", visitor.destination], input: Data("hello\n".utf8))
      #expect(outcome.text == "machine heard hello\n")
    }
  }

  @Test func `a port of this computer cannot be reached through a machine`() async throws {
    try await withVisitor { visitor, _, _ in
      // The door itself listens here, on a port that the machine's loopback does not have.
      let outcome = try await visitor.run(
        "ssh", ["-W", "127.0.0.1:\(visitor.credentials.port)", visitor.destination])
      #expect(outcome.status == 255)
      #expect(outcome.text == "")
      let elsewhere = try await visitor.run("ssh", ["-W", "10.0.0.1:80", visitor.destination])
      #expect(elsewhere.status == 255)
    }
  }
}

/// A program inside a machine that listens, tells its port, and answers one line.
enum Listener {
  static let script = """
    exec perl -MIO::Socket::INET -e '
      $| = 1;
      my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1") or die;
      print $s->sockport, "\\n";
      while (my $c = $s->accept) { my $l = <$c>; print $c "machine heard $l"; close $c }'
    """
}

/// Reads one line on a thread of its own; nil where it ends without.
func readLine(_ handle: FileHandle) async throws -> String? {
  try await onThread {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(handle.fileDescriptor, &byte, 1) == 1 {
      if byte == 10 { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }
}
