import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Builds that try to get out of their machine, in every kind that isolates and runs here.
@Suite(.serialized) struct EscapeTests {
  /// What a build can be in.
  enum Kind: String, CaseIterable {
    case bubblewrap
    case bubblewrapWithRoot
    case uidRange
    case podman
    case docker

    var driver: any MachineDriver {
      get throws {
        switch self {
        case .bubblewrap, .bubblewrapWithRoot: BubblewrapDriver()
        case .uidRange: RangeDriver(agent: try BuiltProducts.path(of: "airlock-agent"))
        case .podman: ContainerDriver(.podman)
        case .docker: ContainerDriver(.docker)
        }
      }
    }

    var isContainer: Bool { self == .podman || self == .docker }

    /// What makes a script as mighty as a build can get.
    var becomingRoot: String { self == .uidRange ? "sudo -n " : "" }

    static func working() async -> [Kind] {
      var kinds: [Kind] = []
      if await bubblewrapWorks() { kinds += [.bubblewrap] }
      if await bubblewrapWorks(), TestRoot.path != nil { kinds += [.bubblewrapWithRoot] }
      if await rangeWorks() { kinds += [.uidRange] }
      kinds += await TestImage.engines().map { $0 == .podman ? .podman : .docker }
      return kinds
    }
  }

  private func withMachine(
    _ kind: Kind, limits: MachineLimits = MachineLimits(),
    _ body: (RunningMachine) async throws -> Void
  ) async throws {
    let running = try await RunningMachine(
      kind.driver, network: .nothing, image: kind.isContainer ? TestImage.name : nil,
      root: kind == .bubblewrapWithRoot || kind == .uidRange ? TestRoot.path : nil,
      limits: limits)
    do { try await body(running) } catch {
      await running.machine.destroy()
      throw error
    }
    await running.machine.destroy()
  }

  /// Runs a script in the machine with all the rights a build can get there.
  private func attempt(
    _ script: String, in running: RunningMachine, _ kind: Kind
  ) async throws -> String {
    try script.write(
      toFile: running.scratch.folder + "/source/attempt", atomically: false, encoding: .utf8)
    chmod(running.scratch.folder + "/source/attempt", 0o644)
    return try await running.run(
      "{ \(kind.becomingRoot)bash \(running.machine.folders.source)/attempt; } 2>&1"
    ).output
  }

  @Test(arguments: await Kind.working())
  func `files of this computer cannot be read, by whatever path`(kind: Kind) async throws {
    let secret = try MachineScratch()
    let word = "treasure-\(UUID().uuidString)"
    try word.write(toFile: secret.folder + "/file", atomically: false, encoding: .utf8)
    chmod(secret.folder + "/file", 0o644)
    chmod(secret.folder, 0o755)
    let file = secret.folder + "/file"
    try await withMachine(kind) { running in
      let said = try await attempt(
        """
        for way in '' /proc/1/root /proc/self/root /proc/1/cwd/.. /proc/self/cwd/../../.. \
          /airlock/.. /bitrise/src/../../..; do cat "$way\(file)"; done
        ln -s \(file) link; cat link; ln -s / rootlink; cat rootlink\(file)
        for number in $(seq 0 20); do cat /proc/1/fd/$number/../\(file) /proc/self/fd/$number/file; done
        cat \(running.scratch.folder)/account/* \(running.scratch.folder)/changes/*
        ls \(secret.folder) \(running.scratch.folder) && echo seen
        """, in: running, kind)
      #expect(!said.contains(word), "\(said)")
      #expect(!said.contains("seen\n"), "\(said)")
    }
  }

  @Test(arguments: await Kind.working())
  func `nothing of this computer can be mounted, made or set`(kind: Kind) async throws {
    let before = ProcessTree.text("/proc/sys/kernel/core_pattern")
    let name = ProcessTree.text("/proc/sys/kernel/hostname")
    try await withMachine(kind) { running in
      let said = try await attempt(
        """
        for number in 8:0 8:1 253:0 254:0 254:1 1:1; do
          mknod /tmp/disk-$number b ${number%:*} ${number#*:} && head -c 1 /tmp/disk-$number \
            && echo opened
        done
        mknod /tmp/memory c 1 1 && head -c 1 /tmp/memory && echo opened
        head -c 1 /dev/mem /dev/kmsg /dev/sda /dev/vda /dev/kvm && echo opened
        { echo '|/bin/false' > /proc/sys/kernel/core_pattern; } && echo opened
        { echo 1 > /proc/sys/kernel/panic; } && echo opened
        { echo b > /proc/sysrq-trigger; } && echo opened
        { echo x > /sys/kernel/uevent_helper; } && echo opened
        { echo 1 > /sys/fs/cgroup/memory/release_agent; } && echo opened
        perl -e 'exit(syscall(165, "/dev/vda", "/tmp", "ext4", 0, 0) ? 1 : 0)' && echo opened
        perl -e 'exit(syscall(175, 0, 0, "") ? 1 : 0)' && echo opened
        true
        """, in: running, kind)
      #expect(!said.contains("opened"), "\(said)")
    }
    #expect(ProcessTree.text("/proc/sys/kernel/core_pattern") == before)
    #expect(ProcessTree.text("/proc/sys/kernel/hostname") == name)
  }

  @Test(arguments: await Kind.working())
  func `a neighbour's processes, folders and sockets are out of reach`(kind: Kind) async throws {
    let mark = "neighbour-\(UUID().uuidString)"
    try await withMachine(kind) { neighbour in
      // An abstract socket, and one in the folder that all systems share.
      let serving = """
        for my $name ("\\0\(mark)", "/tmp/\(mark)") {
          socket(my $s, 1, 1, 0); bind($s, pack("S a*", 1, $name)) or die;
          listen($s, 5); push @all, $s }
        $| = 1; print "ready\\n"; sleep 1000
        """
      let knocking = """
        perl -e 'for my $name ("\\0\(mark)", "/tmp/\(mark)") {
          socket(my $s, 1, 1, 0);
          print "reached\\n" if connect($s, pack("S a*", 1, $name)) }'
        """
      let output = Pipe()
      let server = try await neighbour.start(
        "echo \(mark) > /tmp/file; exec perl -e '\(serving)'",
        output: output.fileHandleForWriting.fileDescriptor)
      #expect(try await readLine(output.fileHandleForReading) == "ready")
      #expect(try await neighbour.run(knocking).output == "reached\nreached\n")
      try await withMachine(kind) { running in
        let said = try await attempt(
          """
          \(knocking)
          cat /tmp/file \(neighbour.scratch.folder)/*/* && echo reached
          grep -lz 'per[l]' /proc/[0-9]*/cmdline && echo reached
          kill -9 -1
          """, in: running, kind)
        #expect(!said.contains("reached"), "\(said)")
      }
      #expect(try await neighbour.run("cat /tmp/file").output == mark + "\n")
      server.signal(SIGTERM)
      #expect(await server.ending() == .signalled(SIGTERM))
    }
  }

  @Test(arguments: await Kind.working())
  func `the agent cannot be ended, stopped, traced or spoken to`(kind: Kind) async throws {
    try await withMachine(kind) { running in
      let said = try await attempt(
        """
        kill -KILL 1; kill -STOP 1; kill -SEGV 1
        # PTRACE_ATTACH and PTRACE_SEIZE
        perl -e 'for (16, 0x4206) { print "traced\\n" if syscall(101, $_, 1, 0, 0) == 0 }'
        ls -l /proc/1/fd/ && echo listed
        { echo x > /proc/1/fd/3; } && echo spoken
        head -c 1 /proc/1/mem && echo read
        # pidfd_getfd of the agent's socket
        perl -e '$p = syscall(434, 1, 0); print "taken\\n" if $p >= 0 && syscall(438, $p, 3, 0) >= 0'
        ls /airlock/door/socket && echo door
        : > /airlock/agent && echo overwritten
        """, in: running, kind)
      for word in ["traced", "spoken", "taken", "door", "overwritten"] {
        #expect(!said.contains("\(word)\n"), "\(said)")
      }
      #expect(try await running.run("echo stands").output == "stands\n")
    }
  }

  @Test(arguments: await Kind.working())
  func `no port of this computer is reached`(kind: Kind) async throws {
    let listener = try HostListener(address: "127.0.0.1")
    try await withMachine(kind) { running in
      let said = try await attempt(
        """
        for address in 127.0.0.1 127.0.0.53 10.0.2.2 169.254.1.1 host.containers.internal; do
          (exec 3<>/dev/tcp/$address/\(listener.port); cat <&3) && echo reached
        done
        """, in: running, kind)
      #expect(!said.contains(listener.word) && !said.contains("reached"), "\(said)")
    }
  }

  @Test(arguments: await Kind.working())
  func `a fork bomb stays in its machine, which still ends at once`(kind: Kind) async throws {
    try await withMachine(kind, limits: MachineLimits(processes: 64)) { running in
      let output = open("/dev/null", O_WRONLY | O_CLOEXEC)
      defer { close(output) }
      _ = try await running.start("bomb() { bomb | bomb & }; bomb; sleep 100", output: output)
      if !kind.isContainer {
        #expect(
          await running.machine.breach()
            == "The build reached its limit of 64 processes and threads.")
      }
      let start = ContinuousClock.now
      await running.machine.destroy()
      #expect(ContinuousClock.now - start < .seconds(5))
    }
  }

  @Test(arguments: await Kind.working())
  func `links planted in its folders lead the machine's maker nowhere`(kind: Kind) async throws {
    let secret = try MachineScratch()
    let word = "mine"
    try word.write(toFile: secret.folder + "/file", atomically: false, encoding: .utf8)
    try await withMachine(kind) { running in
      _ = try await attempt(
        """
        ln -s \(secret.folder)/file \(running.machine.folders.deploy)/kept
        ln -s \(secret.folder) \(running.machine.folders.deploy)/folder
        ln -s \(secret.folder) \(running.machine.folders.temporary)/folder
        """, in: running, kind)
    }
    #expect(try String(contentsOfFile: secret.folder + "/file", encoding: .utf8) == word)
  }
}
