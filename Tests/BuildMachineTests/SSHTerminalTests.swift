import BuildMachine
import BuildModel
import Foundation
import Testing

extension SSHVisitor {
  /// Somebody who sits at a terminal with `ssh`.
  func sitDown(_ extra: [String] = [], rows: Int = 24, columns: Int = 80) throws -> TerminalProgram
  {
    try TerminalProgram(
      "/usr/bin/ssh", options + extra + [destination], environment: environment(), rows: rows,
      columns: columns)
  }
}

@Suite(
  .enabled(if: SSHVisitor.toolsAreThere(), "OpenSSH's client is installed"),
  .enabled("bubblewrap works here", bubblewrapWorks))
struct SSHTerminalTests {
  @Test func `a shell has a terminal of the visitor's kind and size, also a changed one`()
    async throws
  {
    try await withVisitor { visitor, _, _ in
      let person = try visitor.sitDown(rows: 30, columns: 90)
      person.type("echo $TERM-$(stty size | tr ' ' x)-$(tty)\n")
      try await person.wait(for: "xterm-256color-30x90-/dev/pts/")
      person.resize(rows: 41, columns: 121)
      // The size has arrived when the shell is told; the trap runs when it is.
      person.type("while [ \"$(stty size)\" != '41 121' ]; do :; done; echo size-$((40+1))\n")
      try await person.wait(for: "size-41")
      person.type("exit 5\n")
      #expect(try await person.exitStatus() == 5)
    }
  }

  @Test func `the tools of the build are found in a shell as well`() async throws {
    try await withVisitor(environment: ["PATH": "/bitrise/tools:/usr/bin:/bin"]) {
      visitor, _, _ in
      let person = try visitor.sitDown()
      person.type("echo found-$PATH\n")
      try await person.wait(for: "found-/bitrise/tools:/usr/bin:/bin")
    }
  }

  @Test func `a shell begins with the greeting, a command does not`() async throws {
    try await withVisitor(greeting: { "Closes at noon.\nStep 3 failed.\n" }) { visitor, _, _ in
      let person = try visitor.sitDown()
      try await person.wait(for: "Closes at noon.\r\nStep 3 failed.\r\n")
      let outcome = try await visitor.ssh("echo only this")
      #expect(outcome.text == "only this\n")
    }
  }

  @Test func `ctrl-c ends the command and not the shell`() async throws {
    try await withVisitor { visitor, _, _ in
      let person = try visitor.sitDown()
      // One process says it and sleeps, so that the key cannot come between two.
      person.type("sh -c 'printf rea; echo dy; exec sleep 1000'\n")
      try await person.wait(for: "ready")
      person.type("\u{3}")
      // What is typed before the terminal has shown it would be thrown away with it.
      try await person.wait(for: "^C\r\n")
      person.type("echo still-$((40 + 2))\n")
      try await person.wait(for: "still-42")
    }
  }

  @Test func `a visitor whose line breaks takes the command along`() async throws {
    try await withVisitor { visitor, _, running in
      do {
        let person = try visitor.sitDown()
        person.type("echo $$ > pid; echo writ''ten\n")
        try await person.wait(for: "written")
      }
      // Returns when the shell of the session is gone.
      let outcome = try await running.run("tail --pid=$(cat pid) -f /dev/null; echo gone")
      #expect(outcome.output == "gone\n")
    }
  }

  @Test func `who is in is counted`() async throws {
    try await withVisitor { visitor, door, _ in
      var counts = door.connectionCounts.makeAsyncIterator()
      let person = try visitor.sitDown()
      person.type("echo rea''dy\n")
      try await person.wait(for: "ready")
      #expect(await counts.next() == 1)
      person.type("exit\n")
      _ = try await person.exitStatus()
      #expect(await counts.next() == 0)
    }
  }

  @Test func `closing the door cuts a visitor off and the port refuses`() async throws {
    try await withVisitor { visitor, door, _ in
      let person = try visitor.sitDown()
      person.type("echo rea''dy\n")
      try await person.wait(for: "ready")
      let clock = ContinuousClock()
      let start = clock.now
      door.close()
      #expect(try await person.exitStatus() == 255)
      #expect(clock.now - start < .seconds(1))
      let late = try await visitor.ssh("echo in")
      #expect(late.status == 255)
      #expect(late.errors.contains("Connection refused"))
    }
  }
}
