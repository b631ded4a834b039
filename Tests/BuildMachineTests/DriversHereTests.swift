import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Which kinds of machine the tests have made on this computer, and which they could not.
///
/// Those stand as skipped; `airlock doctor` says why, and what to do.
struct DriversHereTests {
  @Test(.enabled("bubblewrap works here", bubblewrapWorks))
  func `bubblewrap makes a machine`() async throws {
    try await runsInMachine(BubblewrapDriver(), root: nil, image: nil)
  }

  @Test(.enabled("machines with users of their own work here", rangeWorks))
  func `uid-range makes a machine`() async throws {
    let driver = RangeDriver(agent: try BuiltProducts.path(of: "airlock-agent"))
    try await runsInMachine(driver, root: TestRoot.path, image: nil)
  }

  @Test(.enabled("podman works here") { await TestImage.engines().contains(.podman) })
  func `podman makes a machine`() async throws {
    try await runsInMachine(ContainerDriver(.podman), root: nil, image: TestImage.name)
  }

  @Test(.enabled("a docker engine runs here") { await TestImage.engines().contains(.docker) })
  func `docker makes a machine`() async throws {
    try await runsInMachine(ContainerDriver(.docker), root: nil, image: TestImage.name)
  }

  @Test(.enabled("this is a Mac with Tart and an image named in AIRLOCK_TART_IMAGE", tartWorks))
  func `tart makes a machine`() async throws {
    let image = ProcessInfo.processInfo.environment["AIRLOCK_TART_IMAGE"]
    try await runsInMachine(TartDriver(), root: nil, image: image, network: nil)
  }

  @Test func `plain processes make a machine`() async throws {
    try await runsInMachine(PlainProcessDriver(), root: nil, image: nil, network: nil)
  }

  private func runsInMachine(
    _ driver: any MachineDriver, root: String?, image: String?, network: NetworkMode? = .nothing
  ) async throws {
    let running = try await RunningMachine(driver, network: network, image: image, root: root)
    let outcome = try await running.run("echo a machine; exit 7")
    await running.machine.destroy()
    #expect(outcome == .init(output: "a machine\n", ending: .exited(7)))
  }
}

@Sendable private func tartWorks() async -> Bool {
  guard ProcessInfo.processInfo.environment["AIRLOCK_TART_IMAGE"] != nil else { return false }
  return await TartDriver().probe() == nil
}
