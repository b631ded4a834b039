import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Machines of containers, from an image of this computer's own programs.
@Suite(.serialized, .enabled("podman works here", TestImage.isThere))
struct ContainerTests {
  private func withContainer(
    limits: MachineLimits = MachineLimits(), _ body: (RunningMachine) async throws -> Void
  ) async throws {
    let running = try await RunningMachine(
      ContainerDriver(.podman), network: .nothing, image: TestImage.name, limits: limits)
    do { try await body(running) } catch {
      await running.machine.destroy()
      throw error
    }
    await running.machine.destroy()
  }

  @Test func `a build is in its image, with its folders and nothing of this computer`() async throws
  {
    try await withContainer { running in
      #expect(running.machine.network == .nothing(reason: nil))
      let outcome = try await running.run(
        "cat /etc/image; id -u; echo made > made; hostname; ls /work /srv 2>/dev/null")
      #expect(outcome.output == "from the image\n0\nmachine-under-test\n")
      let made = try String(
        contentsOfFile: running.scratch.folder + "/source/made", encoding: .utf8)
      #expect(made == "made\n")
      #expect(
        try await running.runOnTerminal("echo on a terminal", rows: 5, columns: 20).output
          == "on a terminal\n")
    }
  }

  @Test func `it ends at once, with all that it has left running`() async throws {
    let running = try await RunningMachine(
      ContainerDriver(.podman), network: .nothing, image: TestImage.name)
    _ = try await running.run("for i in 1 2 3; do sleep 4242 >/dev/null 2>&1 & done; exit 0")
    let start = ContinuousClock.now
    await running.machine.destroy()
    #expect(ContinuousClock.now - start < .seconds(5))
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    #expect(
      !numbers.contains { ProcessTree.text("/proc/\($0)/cmdline").hasPrefix("sleep\0" + "4242\0") })
  }

  @Test func `an image that is not there is named`() async throws {
    let error = await #expect(throws: MachineError.self) {
      try await RunningMachine(
        ContainerDriver(.podman), network: .nothing, image: "localhost/no-such-image:1")
    }
    #expect(error?.code == .notStarted)
    #expect(error?.sentence.contains("no-such-image") == true, "\(error?.sentence ?? "")")
  }
}

struct ContainerProbeTests {
  @Test(arguments: [ContainerEngine.podman, .docker])
  func `an engine that fails is told with its own words`(engine: ContainerEngine) async throws {
    let fake = try await FakeProgram(engine.rawValue, "echo 'Error: no storage here' >&2; exit 125")
    let sentence = await ContainerDriver(engine, environment: ["PATH": fake.path]).probe()
    #expect(
      sentence == "\(engine.rawValue) cannot run the machine's container: Error: no storage here.")
  }

  @Test func `a stack without an image is refused`() async throws {
    let fake = try await FakeProgram("podman", "exit 0")
    let error = await #expect(throws: MachineError.self) {
      try await RunningMachine(
        ContainerDriver(.podman, environment: ["PATH": fake.path]), network: .nothing)
    }
    #expect(error?.sentence == "The stack names no `image` for its machines.")
  }
}

/// An image in the local storage, imported once and left there: it is small.
enum TestImage {
  static let name = "localhost/airlock-test:1"

  @Sendable static func isThere() async -> Bool {
    guard await ContainerDriver(.podman).probe() == nil, let root = TestRoot.path else {
      return false
    }
    let script = """
      echo 'from the image' > \(root)/etc/image
      tar -C \(root) -c . | podman import -q - \(name)
      """
    do {
      let status = try await OwnThread.run("test.image") {
        try runToEnd(
          ["/bin/bash", "-ec", script], environment: ProcessInfo.processInfo.environment,
          output: "/dev/null")
      }
      guard status == 0 else { return false }
      let running = try await RunningMachine(
        ContainerDriver(.podman), network: .nothing, image: name)
      await running.machine.destroy()
      return true
    } catch {
      return false
    }
  }
}
