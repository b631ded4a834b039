import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// What a machine may use, in machines of both kinds that run everywhere.
struct LimitTests {
  private func machine(
    _ driver: DriverUnderTest, _ limits: MachineLimits
  ) async throws -> RunningMachine {
    try await RunningMachine(
      driver.driver, hidden: [], network: driver == .plain ? nil : .nothing, limits: limits)
  }

  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `a machine has no more processes than its stack allows`() async throws {
    let running = try await machine(.bubblewrap, MachineLimits(processes: 40))
    let outcome = try await running.run(
      "for i in $(seq 60); do sleep 100 >/dev/null 2>&1 & done 2>/dev/null; ls -d /proc/[0-9]* | wc -l"
    )
    let count = Int(outcome.output.split(separator: "\n").last ?? "") ?? 0
    #expect(count <= 42, "\(outcome.output)")
    #expect(
      await running.machine.breach() == "The build reached its limit of 40 processes and threads.")
    await running.machine.destroy()
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a process opens no more files than its stack allows`(
    driver: DriverUnderTest
  ) async throws {
    let running = try await machine(driver, MachineLimits(openFiles: 64))
    #expect(try await running.run("ulimit -n; ulimit -Hn").output == "64\n64\n")
    await running.machine.destroy()
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a machine over its memory loses its largest process`(
    driver: DriverUnderTest
  ) async throws {
    let running = try await machine(driver, MachineLimits(memory: 64 << 20))
    let outcome = try await running.run(
      "perl -e '$x = \"x\" x (16 << 20); push @l, $x . $_ for 1..100; sleep 100'; echo ended $?")
    #expect(outcome.output.contains("ended 137"), "\(outcome.output)")
    #expect(await running.machine.breach() == "The build used more than its 64 MiB of memory.")
    #expect(try await running.run("echo the machine stands").output == "the machine stands\n")
    await running.machine.destroy()
  }

  @Test(arguments: await DriverUnderTest.working())
  func `a machine within its limits is left alone`(driver: DriverUnderTest) async throws {
    let running = try await machine(
      driver, MachineLimits(memory: 1 << 30, processes: 1000, disk: 1 << 30, openFiles: 256))
    #expect(
      try await running.run("head -c 10000000 /dev/zero > big; wc -c < big").output == "10000000\n")
    #expect(await running.machine.breachSoFar() == nil)
    await running.machine.destroy()
    #expect(await running.machine.breach() == nil)
  }

  @Test(arguments: await DriverUnderTest.working())
  func `neither one file nor many go over the disk's limit`(
    driver: DriverUnderTest
  ) async throws {
    let one = try await machine(driver, MachineLimits(disk: 4 << 20))
    let outcome = try await one.run("head -c 20000000 /dev/zero > big; wc -c < big")
    #expect(outcome.output.contains("\(4 << 20)\n"), "\(outcome.output)")
    #expect(await one.machine.breachSoFar() == "The build used more than its 4 MiB of disk.")
    await one.machine.destroy()
    let many = try await machine(driver, MachineLimits(disk: 4 << 20))
    _ = try await many.run("for i in 1 2 3 4 5; do head -c 1000000 /dev/zero > $i; done")
    #expect(await many.machine.breachSoFar() == "The build used more than its 4 MiB of disk.")
    await many.machine.destroy()
  }

  @Test(
    .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "there are processors to share"),
    arguments: await DriverUnderTest.working())
  func `a machine has no more processors than its stack allows`(
    driver: DriverUnderTest
  ) async throws {
    let running = try await machine(driver, MachineLimits(processors: 0.5))
    #expect(try await running.run("nproc").output == "1\n")
    await running.machine.destroy()
  }
}
