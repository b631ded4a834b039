import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Machines with users of their own.
@Suite(.enabled("machines with users of their own work here", rangeWorks))
struct RangeTests {
  private func withRange(
    network: NetworkMode = .nothing, limits: MachineLimits = MachineLimits(),
    _ body: (RunningMachine) async throws -> Void
  ) async throws {
    let running = try await RunningMachine(
      RangeDriver(agent: try BuiltProducts.path(of: "airlock-agent")), network: network,
      root: TestRoot.path, limits: limits)
    do { try await body(running) } catch {
      await running.machine.destroy()
      throw error
    }
    await running.machine.destroy()
  }

  @Test func `the builder is vagrant and may become root`() async throws {
    try await withRange { running in
      #expect(running.machine.isolation == .isolated)
      let outcome = try await running.run("id -un; sudo -n id -un; sudo -n cat /etc/shadow")
      #expect(outcome.output == "vagrant\nroot\nroot:*:19000:0:99999:7:::\n")
    }
  }

  @Test func `root inside is nobody outside`() async throws {
    try await withRange { running in
      let process = try await running.run("sudo -n sh -c 'touch /bitrise/src/mine'; echo $?")
      #expect(process.output == "0\n")
      var status = stat()
      #expect(stat(running.scratch.folder + "/source/mine", &status) == 0)
      #expect(status.st_uid >= 65_536, "belongs to \(status.st_uid)")
    }
  }

  @Test func `a package can be installed and is gone with its machine`() async throws {
    let install = """
      mkdir -p p/DEBIAN p/usr/bin && printf '#!/bin/sh\\necho installed\\n' > p/usr/bin/tool \
      && chmod 755 p/usr/bin/tool p/DEBIAN && printf 'Package: tool\\nVersion: 1\\n\
      Architecture: all\\nMaintainer: a <a@b>\\nDescription: x\\n' > p/DEBIAN/control \
      && dpkg-deb --build p tool.deb >/dev/null \
      && sudo -n dpkg --force-bad-path --force-depends -i tool.deb >/dev/null 2>&1; tool
      """
    try await withRange { running in
      let outcome = try await running.run(install)
      #expect(outcome.output == "installed\n")
    }
    try await withRange { running in
      let outcome = try await running.run("ls /usr/bin/tool 2>&1")
      #expect(outcome.output.contains("No such file"))
    }
  }

  @Test func `root inside reaches nothing of this computer`() async throws {
    let secret = try MachineScratch()
    try "secret".write(
      toFile: secret.folder + "/file", atomically: false, encoding: .utf8)
    try await withRange { running in
      let outcome = try await running.run(
        """
        sudo -n sh -c '
          cat \(secret.folder)/file /proc/1/root/../\(secret.folder)/file
          ls /work /root/.ssh /srv
          mknod /dev/disk b 254 0 && head -c 1 /dev/disk
          echo 1 > /proc/sys/kernel/core_pattern
          kill -9 1
        ' 2>&1; tr '\\0' ' ' < /proc/1/cmdline 2>/dev/null; cat /proc/net/dev | wc -l
        """)
      #expect(!outcome.output.contains("secret\n") && !outcome.output.hasPrefix("secret"))
      #expect(outcome.output.hasSuffix("3\n"), "\(outcome.output)")
      #expect(try await running.run("echo alive").output == "alive\n")
      // Where our folders lie is not told inside.
      let mine = try await running.run("cat /proc/1/cmdline /proc/self/mountinfo")
      #expect(!mine.output.contains(running.scratch.folder + "/changes"), "\(mine.output)")
    }
  }

  @Test func `everything ends with the machine, root's processes too`() async throws {
    let marker = "airlock-\(UUID().uuidString)"
    try await withRange { running in
      _ = try await running.run(
        "for i in 1 2 3 4 5; do sudo -n sh -c \"setsid sh -c 'trap \\\"\\\" TERM HUP; sleep 1000; : \(marker)' &\" ; done >/dev/null 2>&1 </dev/null"
      )
      #expect(!Self.processes(naming: marker).isEmpty)
    }
    #expect(Self.processes(naming: marker).isEmpty)
  }

  @Test func `a terminal is the machine's own, with its size`() async throws {
    try await withRange { running in
      let outcome = try await running.runOnTerminal(
        "sudo -n stat -c %n /dev/pts/0", rows: 7, columns: 31)
      #expect(outcome.output == "/dev/pts/0\n")
    }
  }

  @Test func `its limits bind root inside as well`() async throws {
    try await withRange(limits: MachineLimits(openFiles: 64)) { running in
      let outcome = try await running.run(
        "sudo -n bash -c 'ulimit -n; ulimit -n 1000 2>/dev/null || echo refused'")
      #expect(outcome.output == "64\nrefused\n")
    }
  }

  private static func processes(naming marker: String) -> [String] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.filter { number in
      Int(number) != nil && ProcessTree.text("/proc/\(number)/cmdline").contains(marker)
    }
  }
}

/// Whether machines with users of their own can be made here.
@Sendable func rangeWorks() async -> Bool {
  guard let path = TestRoot.path, let agent = try? BuiltProducts.path(of: "airlock-agent") else {
    return false
  }
  let stack = Stack(
    name: .linux, title: "", system: .linux, hasScreenShare: false, driver: .uidRange, root: path)
  return await RangeDriver(agent: agent).probe(stack) == nil
}

struct UserRangeTests {
  private func write(_ text: String) throws -> (String, MachineScratch) {
    let scratch = try MachineScratch()
    let file = scratch.folder + "/ids"
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return (file, scratch)
  }

  @Test func `an ordinary user is the builder in a range of their own`() throws {
    let (file, scratch) = try write("kim:100000:65536\nlee:1000:10\n1007:200000:65536\n")
    defer { withExtendedLifetime(scratch) {} }
    let range = try UserRange.setAside(
      for: 1001, 1001, name: "kim", userFile: file, groupFile: file)
    #expect(range.users == "0 100000 1000,1000 1001 1,1001 101000 64535")
    #expect(range.first == 100_000 && range.folderOwner == nil && !range.mapsRoot)
    #expect(
      try UserRange.setAside(for: 1007, 1007, name: "x", userFile: file, groupFile: file).first
        == 200_000)
  }

  @Test func `a user without a large enough range is told how to get one`() throws {
    let (file, scratch) = try write("lee:1000:10\n")
    defer { withExtendedLifetime(scratch) {} }
    let error = #expect(throws: MachineError.self) {
      try UserRange.setAside(for: 1002, 1002, name: "lee", userFile: file, groupFile: file)
    }
    #expect(error?.sentence.hasPrefix("The user lee has no range of users set aside") == true)
    #expect(error?.sentence.contains("usermod --add-subuids") == true)
  }

  @Test func `a service that is root draws a range that nobody has`() {
    let (one, other) = (UserRange.drawn(), UserRange.drawn())
    #expect(one.first >= 524_288 && one.first % 65_536 == 0)
    #expect(one.mapsRoot && one.folderOwner == one.first + 1000)
    #expect(one != other)
  }
}
