import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Whether machines with a screen can be made here, and something be drawn on it.
@Sendable func desktopWorks() async -> Bool {
  let isInstalled = Desktop.isInstalled(["PATH": "/usr/bin:/bin"])
  return isInstalled && access("/usr/bin/xsetroot", X_OK) == 0 ? await bubblewrapWorks() : false
}

@Suite(.enabled("bubblewrap, Xtigervnc and xsetroot work here", desktopWorks))
struct ScreenTests {
  @Test func `a viewer sees what a program of the build draws`() async throws {
    try await withDesktop { running, door in
      let drawn = try await running.run(
        "xsetroot -solid '#ff8800'", environment: Desktop.variables)
      #expect(drawn == .init(output: "", ending: .exited(0)))
      let screen = try #require(door.screen)
      let seen = try await onOwnThread {
        let visitor = try ScreenVisitor(screen.address)
        #expect(try visitor.logIn(screen.password ?? "") == nil)
        let facts = try visitor.enter()
        #expect(facts == (1280, 800, "Sample #12"))
        return try visitor.pixel(7, 9)
      }
      #expect(seen == "ff8800")
    }
  }

  @Test(arguments: [3, 7, 8]) func `viewers of every protocol get in, with the password only`(
    minor: Int
  ) async throws {
    try await withDesktop { _, door in
      let screen = try #require(door.screen)
      let (wrong, right) = try await onOwnThread {
        (
          try ScreenVisitor(screen.address).logIn("wrong", minor: minor),
          try ScreenVisitor(screen.address).logIn(screen.password ?? "", minor: minor)
        )
      }
      #expect(wrong == (minor == 8 ? "The password is wrong." : "refused"))
      #expect(right == nil)
    }
  }

  @Test func `viewers are counted and told of with those who come over SSH`() async throws {
    try await withDesktop { _, door in
      let screen = try #require(door.screen)
      #expect(screen.password?.count == 8)
      try await onOwnThread {
        #expect(try ScreenVisitor(screen.address).logIn("wrong") != nil)
        let visitor = try ScreenVisitor(screen.address)
        #expect(try visitor.logIn(screen.password ?? "") == nil)
      }
      var visits = door.visits.makeAsyncIterator()
      guard case .refused(let stranger)? = await visits.next(),
        case .entered(let visitor)? = await visits.next()
      else {
        Issue.record("nobody was refused, or nobody came in")
        return
      }
      #expect(stranger.isAtScreen && stranger.address == "127.0.0.1")
      #expect(visitor.isAtScreen && visitor.port != stranger.port)
      #expect(await visits.next() == .left(visitor))
      #expect(await door.connectionCounts.first { _ in true } == 1)
    }
  }

  @Test func `a door that closes cuts viewers off, and its port refuses`() async throws {
    try await withDesktop { _, door in
      let screen = try #require(door.screen)
      try await onOwnThread {
        let visitor = try ScreenVisitor(screen.address)
        #expect(try visitor.logIn(screen.password ?? "") == nil)
        _ = try visitor.enter()
        // One who has not logged in is cut off as well.
        let stranger = try ScreenVisitor(screen.address)
        door.close()
        #expect(visitor.isCutOff())
        #expect(throws: (any Error).self) { try stranger.logIn(screen.password ?? "") }
        let refusal = #expect(throws: ScreenVisitor.Trouble.self) {
          try ScreenVisitor(screen.address)
        }
        #expect(refusal?.description == "Connection refused")
      }
    }
  }

  @Test func `a viewer that says nothing is thrown out`() async throws {
    var rules = DoorRules()
    rules.loginLimit = .milliseconds(200)
    try await withDesktop(rules) { _, door in
      let address = try #require(door.screen?.address)
      try await onOwnThread {
        #expect(throws: ScreenVisitor.Trouble.self) {
          // Asks for its answer only after the server's patience.
          let visitor = try ScreenVisitor(address)
          while !visitor.isCutOff() {}
          _ = try visitor.logIn("late")
        }
      }
    }
  }

  @Test func `a viewer is told where the screen has gone`() async throws {
    try await withDesktop { running, door in
      let screen = try #require(door.screen)
      _ = try await running.run("pkill -KILL Xtigervnc; while pgrep Xtigervnc; do :; done")
      let reason = try await onOwnThread {
        try ScreenVisitor(screen.address).logIn(screen.password ?? "")
      }
      #expect(reason == "The machine's screen does not answer.")
    }
  }

  @Test(.enabled(if: SSHVisitor.toolsAreThere()))
  func `the screen is also reached over SSH`() async throws {
    try await withDesktop { _, door in
      let visitor = try await SSHVisitor(door.credentials)
      let outcome = try await visitor.run("ssh", ["-W", "localhost:5901", visitor.destination])
      #expect(outcome.text == "RFB 003.008\n", "\(outcome.errors)")
    }
  }

  @Test func `no password is in the machine`() async throws {
    try await withDesktop { running, door in
      let password = try #require(door.screen?.password)
      let found = try await running.run(
        """
        word=$(cat); tell() { printf '%s' "$word"; }
        grep -lra -f <(tell) ~ /tmp /run /var/tmp /bitrise 2>/dev/null
        grep -la -f <(tell) /proc/[0-9]*/{cmdline,environ} 2>/dev/null
        tr '\\0' ' ' < /proc/$(pgrep Xtigervnc)/cmdline
        """.replacing("$(cat)", with: password.prefix(4) + "''" + password.dropFirst(4)))
      #expect(found.output.hasPrefix("Xtigervnc :1 "), "\(found.output)")
    }
  }
}

struct ScreenlessTests {
  @Test func `a machine that is not isolated gets no screen`() async throws {
    try await withMachine(.plain) { running in
      let error = await #expect(throws: MachineError.self) {
        try await Desktop.start(in: running.machine, title: "")
      }
      #expect(error?.sentence.hasPrefix("Only isolated machines have a screen") == true)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `nor does one with this computer's network`() async throws {
    try await withMachine(.bubblewrap, network: .host) { running in
      let error = await #expect(throws: MachineError.self) {
        try await Desktop.start(in: running.machine, title: "")
      }
      #expect(error?.sentence.contains("this computer's network") == true)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a machine of a root directory without the program says which package`() async throws {
    let root = try #require(TestRoot.path)
    let running = try await RunningMachine(BubblewrapDriver(), network: .nothing, root: root)
    let error = await #expect(throws: MachineError.self) {
      try await Desktop.start(in: running.machine, title: "")
    }
    await running.machine.destroy()
    #expect(error?.sentence.contains("tigervnc-standalone-server") == true)
  }
}

/// Gives a test a machine with a screen and its doors.
private func withDesktop(
  _ rules: DoorRules = DoorRules(), _ body: (RunningMachine, DesktopDoor) async throws -> Void
) async throws {
  try await withMachine(.bubblewrap) { running in
    try await Desktop.start(in: running.machine, title: "Sample #12")
    let door = try DesktopDoor(
      machine: running.machine, environment: [:], folder: running.machine.folders.source,
      rules: rules)
    defer { door.close() }
    try await body(running, door)
  }
}
