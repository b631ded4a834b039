import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Moves this process out of the way of its machines, as the service does when it starts.
@Sendable func controlGroupsAreDelegated() -> Bool {
  ControlGroupPlace.prepare()
  return ControlGroupPlace.ours() != nil
}

/// Machines whose limits the kernel keeps; `.ci/control-groups` gives these tests such a computer.
@Suite(
  .enabled("control groups are delegated to the tests") { controlGroupsAreDelegated() },
  .enabled("bubblewrap works here", bubblewrapWorks))
struct DelegatedGroupTests {
  private func groups() throws -> [String] {
    let place = try #require(ControlGroupPlace.ours())
    return try FileManager.default.contentsOfDirectory(atPath: place.folder)
      .filter { $0.hasPrefix("airlock-machine-") }.map { "\(place.folder)/\($0)" }
  }

  /// A machine, and the group it alone is in.
  private func machine(_ limits: MachineLimits) async throws -> (RunningMachine, group: String) {
    let before = Set(try groups())
    let running = try await RunningMachine(
      BubblewrapDriver(), network: .nothing, limits: limits)
    return (running, try #require(Set(try groups()).subtracting(before).first))
  }

  private func value(_ file: String, _ name: String) -> Int {
    let lines = ProcessTree.text(file).split(separator: "\n")
    let line = lines.first { $0.hasPrefix(name + " ") }
    return line.flatMap { Int($0.dropFirst(name.count + 1)) } ?? 0
  }

  @Test func `the kernel ends what goes over the machine's memory, and the machine stands`()
    async throws
  {
    let (running, group) = try await machine(MachineLimits(memory: 64 << 20))
    let outcome = try await running.run(
      "perl -e '$x = \"x\" x (16 << 20); push @l, $x . $_ for 1..100; sleep 100'; echo ended $?")
    #expect(outcome.output.contains("ended 137"), "\(outcome.output)")
    #expect(await running.machine.breach() == "The build used more than its 64 MiB of memory.")
    #expect(value("\(group)/memory.events", "oom_kill") > 0)
    #expect(try await running.run("echo the machine stands").output == "the machine stands\n")
    await running.machine.destroy()
  }

  @Test func `files in memory count, and nothing is moved to disk`() async throws {
    let (running, group) = try await machine(MachineLimits(memory: 64 << 20))
    let outcome = try await running.run("head -c 200000000 /dev/zero > /dev/shm/big; echo $?")
    #expect(!outcome.output.hasSuffix("\n0\n") && outcome.output != "0\n", "\(outcome.output)")
    #expect(await running.machine.breach() == "The build used more than its 64 MiB of memory.")
    let swap = ProcessTree.text("\(group)/memory.swap.max")
    #expect(swap.isEmpty || swap == "0\n")
    await running.machine.destroy()
  }

  @Test func `a fork bomb stays within the machine's processes`() async throws {
    let (running, group) = try await machine(MachineLimits(processes: 60))
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(null) }
    _ = try await running.start("bomb() { bomb | bomb & }; bomb; wait", output: null)
    #expect(
      await running.machine.breach() == "The build reached its limit of 60 processes and threads.")
    #expect(value("\(group)/pids.events", "max") > 0)
    let count = Int(ProcessTree.text("\(group)/pids.current").dropLast()) ?? .max
    #expect(count <= 61)
    await running.machine.destroy()
  }

  @Test func `half a processor is half a processor`() async throws {
    let (running, group) = try await machine(MachineLimits(processors: 0.5))
    _ = try await running.run("timeout 2 sh -c 'while :; do :; done'")
    #expect(value("\(group)/cpu.stat", "nr_throttled") > 0)
    #expect(value("\(group)/cpu.stat", "usage_usec") < 1_400_000)
    await running.machine.destroy()
  }

  @Test func `everything of a machine is in its group, which goes with it`() async throws {
    let (running, group) = try await machine(MachineLimits(memory: 1 << 30, processes: 2000))
    _ = try await running.run(
      "for i in $(seq 300); do setsid tail -f /dev/null >/dev/null 2>&1 & done")
    #expect(ProcessTree.text("\(group)/cgroup.procs").split(separator: "\n").count > 300)
    await running.machine.destroy()
    await running.machine.waitUntilGone()
    #expect(!FileManager.default.fileExists(atPath: group))
  }
}
