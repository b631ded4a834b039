import Foundation
import TestSupport
import Testing

@testable import BuildMachine

struct MachineDriverTests {
  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `isolated machines are chosen where they work`() async throws {
    let choice = try await MachineDrivers.choose(environment: [:])
    #expect(choice.driver.name == "bubblewrap")
    #expect(choice.driver.isolation == .isolated)
    #expect(choice.fallbackReason == nil)
  }

  @Test func `plain processes can be asked for`() async throws {
    let choice = try await MachineDrivers.choose(environment: ["AIRLOCK_DRIVER": "plain"])
    #expect(choice.driver.name == "plain")
    #expect(choice.driver.isolation == .notIsolated)
    #expect(choice.fallbackReason == "AIRLOCK_DRIVER asks for plain processes.")
  }

  @Test func `a driver that does not exist is refused with those that do`() async throws {
    let error = await #expect(throws: MachineError.self) {
      try await MachineDrivers.choose(environment: ["AIRLOCK_DRIVER": "cloud"])
    }
    #expect(error?.code == .noDriver)
    #expect(
      error?.sentence
        == "AIRLOCK_DRIVER is “cloud”, but the drivers are bubblewrap, uid-range, podman, docker,"
        + " tart and plain.")
  }

  #if os(Linux)
    @Test func `where bubblewrap fails, the choice falls back and says why`() async throws {
      let folder = try await FakeProgram(
        "bwrap", "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1")
      let choice = try await MachineDrivers.choose(environment: ["PATH": folder.path])
      #expect(choice.driver.name == "plain")
      #expect(
        choice.fallbackReason?.hasPrefix("AppArmor keeps bubblewrap") == true,
        "\(choice.fallbackReason ?? "")")
      let error = await #expect(throws: MachineError.self) {
        try await MachineDrivers.choose(
          environment: ["PATH": folder.path, "AIRLOCK_DRIVER": "bubblewrap"])
      }
      #expect(error?.code == .noDriver)
    }

    @Test func `a bubblewrap that hangs is not waited for`() async throws {
      let folder = try await FakeProgram("bwrap", "exec sleep 1000")
      let clock = ContinuousClock()
      let start = clock.now
      let reason = await BubblewrapDriver(environment: ["PATH": folder.path]).probe()
      #expect(
        reason?.hasPrefix("Bubblewrap did not come to an end") == true, "\(reason ?? "")")
      #expect(clock.now - start < .seconds(4))
    }

    @Test func `a machine that does not come up says why`() async throws {
      let folder = try await FakeProgram(
        "bwrap", "echo \"bwrap: Can't mount proc on /newroot/proc\" >&2; exit 1")
      let scratch = try MachineScratch()
      let error = await #expect(throws: MachineError.self) {
        try await BubblewrapDriver(environment: ["PATH": folder.path]).makeMachine(
          MachinePlan(folder: scratch.folder, hidden: [], agent: "/agent", hostname: "x"))
      }
      #expect(error?.code == .notStarted)
      #expect(error?.sentence.hasPrefix("The container hides parts of /proc") == true)
    }
  #endif

  @Test(arguments: [
    (
      "bwrap: No permissions to create new namespace, likely because the kernel does not allow",
      "The kernel refuses namespaces here"
    ),
    (
      "bwrap: Creating new namespace failed: nesting depth or "
        + "/proc/sys/user/max_*_namespaces exceeded (ENOSPC)",
      "The kernel allows no more user namespaces"
    ),
    ("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "AppArmor keeps bubblewrap"),
    ("bwrap: pivot_root: Operation not permitted", "The container forbids mounts"),
    ("first\nbwrap: something new\n", "Bubblewrap failed: bwrap: something new."),
    ("", "Bubblewrap failed: it told no reason."),
  ])
  func `a complaint becomes a sentence that says what to do`(complaint: String, start: String) {
    #expect(BubblewrapComplaint.sentence(for: complaint).hasPrefix(start))
  }
}

/// A folder with a script in the place of a program.
final class FakeProgram {
  let path: String
  private let scratch: MachineScratch

  init(_ name: String, _ script: String) async throws {
    scratch = try MachineScratch()
    path = scratch.folder
    try await Script.write(script, to: "\(path)/\(name)")
  }
}
