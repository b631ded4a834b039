import Foundation
import TestSupport
import Testing

@testable import BuildMachine

struct MachineEndTests {
  /// It takes milliseconds; the rest is for a computer that is busy with the other tests.
  private let allowed: Duration = .seconds(5)

  @Test(arguments: await DriverUnderTest.working())
  func `destroying takes along what hides and does not listen`(
    driver: DriverUnderTest
  ) async throws {
    let marker = "27182.\(Int.random(in: 1_000_000...9_999_999))"
    try await withMachine(driver) { running in
      try await running.leaveBehind(marker)
      #expect(HostProcesses.count(withArgument: marker) == 5)
      let clock = ContinuousClock()
      let duration = await clock.measure { await running.machine.destroy() }
      #expect(HostProcesses.count(withArgument: marker) == 0)
      #expect(duration < allowed)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a thousand processes that left their sessions end at once`() async throws {
    let marker = "31415.\(Int.random(in: 1_000_000...9_999_999))"
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run(
        """
        trap '' HUP TERM
        for number in $(seq 1000); do (setsid sleep \(marker) > /dev/null 2>&1 &); done
        until [ "$(pgrep -fxc 'sleep \(marker)')" = 1000 ]; do :; done
        """)
      #expect(outcome == .init(output: "", ending: .exited(0)))
      #expect(HostProcesses.count(withArgument: marker) == 1000)
      let duration = await ContinuousClock().measure { await running.machine.destroy() }
      #expect(HostProcesses.count(withArgument: marker) == 0)
      #expect(duration < allowed)
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a process is told to have been killed when its machine ends`(
    driver: DriverUnderTest
  ) async throws {
    try await withMachine(driver) { running in
      let output = open("/dev/null", O_WRONLY | O_CLOEXEC)
      defer { close(output) }
      let process = try await running.start("sleep 1000", output: output)
      await running.machine.destroy()
      #expect(await process.ending() == .signalled(SIGKILL))
      await running.machine.waitUntilGone()
      await running.machine.destroy()
      let error = await #expect(throws: MachineError.self) { try await running.run("true") }
      #expect(error?.code == .gone)
      let refused = await #expect(throws: MachineError.self) {
        try await running.machine.connect(toPort: 80)
      }
      #expect(refused?.code == .gone)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a build cannot stop or kill its agent`() async throws {
    try await withMachine(.bubblewrap) { running in
      let outcome = try await running.run("kill -STOP 1; kill -KILL 1; kill -TERM 1; echo tried")
      #expect(outcome.output == "tried\n")
      let after = try await running.run("echo here")
      #expect(after.output == "here\n")
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `an agent that was stopped from outside is ended by force`() async throws {
    try await withMachine(.bubblewrap) { running in
      let machine = try #require(running.machine as? AgentMachine)
      let agent = try #require(machine.innerProcess)
      kill(agent, SIGSTOP)
      await machine.destroy()
      #expect(kill(agent, 0) == -1)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a storm of orphans does not keep a machine alive`() async throws {
    try await withMachine(.bubblewrap) { running in
      let output = Pipe()
      _ = try await running.start(
        "echo storm; while :; do (true & true &) ; done",
        output: output.fileHandleForWriting.fileDescriptor)
      #expect(try await readLine(output.fileHandleForReading) == "storm")
      let clock = ContinuousClock()
      let duration = await clock.measure { await running.machine.destroy() }
      #expect(duration < allowed)
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a port that is listened on but not served does not hold the agent up`() async throws {
    try await withMachine(.bubblewrap) { running in
      let output = Pipe()
      _ = try await running.start(
        """
        exec perl -MIO::Socket::INET -e '
          $| = 1; my $s = IO::Socket::INET->new(Listen => 0, LocalAddr => "127.0.0.1");
          print $s->sockport, "\\n"; sleep 1000'
        """, output: output.fileHandleForWriting.fileDescriptor)
      let line = try #require(try await readLine(output.fileHandleForReading))
      let port = try #require(Int(line))
      // The first fills the queue; those after it wait for as long as the machine lives.
      let waiting = (0..<4).map { _ in
        Task { try await running.machine.connect(toPort: port) }
      }
      let outcome = try await running.run("echo here")
      #expect(outcome.output == "here\n")
      await running.machine.destroy()
      for task in waiting {
        if case .success(let descriptor) = await task.result { close(descriptor) }
      }
    }
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a trap in place of the terminal device does not hold the agent up`() async throws {
    try await withMachine(.bubblewrap) { running in
      // Where /dev is root's, the build cannot even set it.
      _ = try await running.run("rm -f /dev/ptmx && mkfifo /dev/ptmx")
      let outcome = try await running.runOnTerminal("echo here", rows: 24, columns: 80)
      #expect(outcome.output == "here\n")
    }
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a holder that is killed leaves nothing behind`(driver: DriverUnderTest) async throws {
    let marker = "16180.\(Int.random(in: 1_000_000...9_999_999))"
    let scratch = try MachineScratch()
    let held = try HeldMachine(driver, scratch: scratch)
    try await held.leaveBehind(marker)
    let holder = try held.giveToHolder()
    #expect(HostProcesses.count(withArgument: marker) > 0)
    let clock = ContinuousClock()
    let start = clock.now
    holder.signal(SIGKILL)
    let ending = try await onThread { held.launcher.waitForEnding(upTo: .seconds(10)) }
    let duration = clock.now - start
    #expect(ending != nil)
    #expect(HostProcesses.count(withArgument: marker) == 0)
    #expect(duration < allowed)
  }
}

/// A build's way of leaving processes: forked twice, in sessions of their own, deaf to signals.
///
/// Ends when all of them are there.
func leavingScript(_ marker: String) -> String {
  """
  for number in 1 2 3 4 5; do
    (setsid bash -c 'trap "" TERM HUP INT; echo $$; exec sleep \(marker)' > pid$number 2>&1 &)
  done
  for number in 1 2 3 4 5; do
    until [ "$(tr '\\0' ' ' < /proc/$(cat pid$number)/cmdline)" = 'sleep \(marker) ' ]; do :; done
  done 2>/dev/null
  """
}

extension RunningMachine {
  func leaveBehind(_ marker: String) async throws {
    let outcome = try await run(leavingScript(marker))
    #expect(outcome == .init(output: "", ending: .exited(0)))
  }
}

/// The processes of this computer, of all machines.
enum HostProcesses {
  static func count(withArgument argument: String) -> Int {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.count { entry in
      guard Int32(entry) != nil,
        let data = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline")
      else { return false }
      return data.split(separator: 0) == [Data("sleep".utf8), Data(argument.utf8)]
    }
  }
}
