import BuildModel
import Foundation
import Testing

@testable import airlock

@Suite struct StackSettingsTests {
  @Test func `stacks keep the order of the file and all that is said of them`() throws {
    let text = """
      stacks:
        linux:
          title: Linux, no network
          driver: bubblewrap
          network: none
          limits: {memory: 2G, cpus: 1.5, processes: 500, disk: 10G, open_files: 1024}
        linux-sudo: {driver: uid-range, root: /srv/roots/bookworm}
        jammy: {driver: podman, image: "localhost/jammy:latest"}
        sequoia: {driver: tart, image: sequoia-base}
        anything:
      """
    let stacks = try #require(try Settings(text, name: "c").stacks)
    #expect(stacks.map(\.name.rawValue) == ["linux", "linux-sudo", "jammy", "sequoia", "anything"])
    #expect(
      stacks[0]
        == Stack(
          name: .linux, title: "Linux, no network", system: .linux, hasScreenShare: false,
          network: .nothing, driver: .bubblewrap,
          limits: MachineLimits(
            memory: 2 << 30, processors: 1.5, processes: 500, disk: 10 << 30, openFiles: 1024)))
    #expect(stacks[1].root == "/srv/roots/bookworm")
    #expect(stacks[2].image == "localhost/jammy:latest")
    #expect(stacks[3].system == .macOS && stacks[3].hasScreenShare)
    #expect(stacks[4].driver == nil && stacks[4].title == "anything")
  }

  @Test(arguments: [
    ("stacks: {}", "c:1:9: `stacks` takes a mapping by name, like {linux: {network: none}}."),
    ("stacks: {a b: {}}", "c:1:10: the name of a stack has letters, digits, dots and dashes only."),
    (
      "stacks:\n  a: {driver: vmware}",
      "c:2:15: `driver` is one of bubblewrap, uid-range, podman, docker, tart, plain."
    ),
    ("stacks:\n  a: {network: lan}", "c:2:16: `network` is one of none, user, host."),
    (
      "stacks:\n  a: {driver: podman}",
      "c:2:6: the driver podman needs an `image` to make machines of."
    ),
    (
      "stacks:\n  a: {image: x}",
      "c:2:14: a stack without a driver takes no `image`; podman, docker and tart do."
    ),
    (
      "stacks:\n  a: {driver: podman, image: -v}",
      "c:2:30: `image` takes the name of an image, like debian:12."
    ),
    (
      "stacks:\n  a: {driver: uid-range, root: here}",
      "c:2:32: `root` takes the absolute path of an unpacked root directory."
    ),
    (
      "stacks:\n  a: {driver: plain, network: none}",
      "c:2:31: plain processes have this computer's network: say `host`, or nothing."
    ),
    (
      "stacks:\n  a: {limits: {memory: lots}}",
      "c:2:24: `memory` takes bytes, like 2G or 500M, 16 MiB at least."
    ),
    (
      "stacks:\n  a: {limits: {processes: 2}}",
      "c:2:27: `processes` takes a whole number of 16 or more."
    ),
    (
      "stacks:\n  a: {limits: {cpus: 0}}",
      "c:2:22: `cpus` takes a number above 0, like 2 or 0.5."
    ),
    (
      "stacks:\n  a: {limits: {files: 1}}",
      "c:2:16: the limits are `memory`, `cpus`, `processes`, `disk` and `open_files`, not `files`."
    ),
  ]) func `a mistake is told with its place`(text: String, sentence: String) {
    let error = #expect(throws: ProgramError.self) { try Settings(text, name: "c") }
    #expect(error?.description == sentence)
    #expect(error?.status == .badConfiguration)
  }
}
