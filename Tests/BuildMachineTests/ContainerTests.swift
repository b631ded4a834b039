import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Machines of containers, from an image of this computer's own programs.
@Suite(.serialized, .enabled("podman or docker works here", TestImage.isAnywhere))
struct ContainerTests {
  private func withContainer(
    _ engine: ContainerEngine, network: NetworkMode = .nothing,
    limits: MachineLimits = MachineLimits(), _ body: (RunningMachine) async throws -> Void
  ) async throws {
    let running = try await RunningMachine(
      ContainerDriver(engine), network: network, image: TestImage.name, limits: limits)
    do { try await body(running) } catch {
      await running.machine.destroy()
      throw error
    }
    await running.machine.destroy()
  }

  @Test(arguments: await TestImage.engines())
  func `a build is in its image, with its folders and nothing of this computer`(
    engine: ContainerEngine
  ) async throws {
    try await withContainer(engine) { running in
      #expect(running.machine.network == .nothing(reason: nil))
      let outcome = try await running.run(
        "cat /etc/image; id -u; echo made > made; hostname; ls /work /srv 2>/dev/null")
      #expect(outcome.output == "from the archive\n0\nmachine-under-test\n")
      let made = try String(
        contentsOfFile: running.scratch.folder + "/source/made", encoding: .utf8)
      #expect(made == "made\n")
      #expect(
        try await running.runOnTerminal("echo on a terminal", rows: 5, columns: 20).output
          == "on a terminal\n")
    }
  }

  @Test(arguments: await TestImage.engines())
  func `it ends at once, with all that it has left running`(
    engine: ContainerEngine
  ) async throws {
    let running = try await RunningMachine(
      ContainerDriver(engine), network: .nothing, image: TestImage.name)
    _ = try await running.run("for i in 1 2 3; do sleep 4242 >/dev/null 2>&1 & done; exit 0")
    let start = ContinuousClock.now
    await running.machine.destroy()
    #expect(ContinuousClock.now - start < .seconds(5))
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    #expect(
      !numbers.contains { ProcessTree.text("/proc/\($0)/cmdline").hasPrefix("sleep\0" + "4242\0") })
  }

  @Test(
    .enabled("podman works here", TestImage.isThere),
    .enabled("slirp4netns works here", userNetworkWorks),
    .enabled(if: HostListener.outsideAddress != nil, "this computer is on a network"))
  func `user mode reaches the world outside and no loopback`() async throws {
    let address = try #require(HostListener.outsideAddress)
    let outside = try HostListener(address: address)
    let inside = try HostListener(address: "127.0.0.1")
    try await withContainer(.podman, network: .userMode) { running in
      #expect(running.machine.network == .userMode(program: "slirp4netns", remark: nil))
      let outcome = try await running.run(
        """
        for place in \(address)/\(outside.port) 127.0.0.1/\(inside.port) 10.0.2.2/\(inside.port)
        do bash -c "exec 3<>/dev/tcp/$place; cat <&3" 2>/dev/null; done
        """)
      #expect(outcome.output == outside.word)
    }
  }

  @Test(arguments: await TestImage.engines())
  func `an image that is not there is named`(engine: ContainerEngine) async throws {
    let error = await #expect(throws: MachineError.self) {
      try await RunningMachine(
        ContainerDriver(engine), network: .nothing, image: "localhost/no-such-image:1")
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

  @Sendable static func isThere() async -> Bool { await isThere(.podman) }
  @Sendable static func isAnywhere() async -> Bool { await !engines().isEmpty }

  /// The engines that run it here.
  static func engines() async -> [ContainerEngine] {
    var engines: [ContainerEngine] = []
    for engine in [ContainerEngine.podman, .docker] where await isThere(engine) {
      engines.append(engine)
    }
    return engines
  }

  private static func isThere(_ engine: ContainerEngine) async -> Bool {
    guard await ContainerDriver(engine).probe() == nil, let archive = TestRoot.archive else {
      return false
    }
    do {
      let status = try await OwnThread.run("test.image") {
        try runToEnd(
          ["/usr/bin/env", engine.rawValue, "import", archive, name],
          environment: ProcessInfo.processInfo.environment,
          output: "/dev/null")
      }
      guard status == 0 else { return false }
      let running = try await RunningMachine(
        ContainerDriver(engine), network: .nothing, image: name)
      await running.machine.destroy()
      return true
    } catch {
      return false
    }
  }
}
