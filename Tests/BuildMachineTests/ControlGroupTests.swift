import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// The files of a control group, against a folder in the place of the kernel's.
struct ControlGroupTests {
  /// The kernel makes a group's files with its folder; here nobody does.
  private let scratch: MachineScratch
  private let place: ControlGroupPlace

  init() throws {
    scratch = try MachineScratch()
    place = ControlGroupPlace(folder: scratch.folder)
  }

  @Test func `where the kernel has not its files, there is no group and no folder left`() throws {
    #expect(ControlGroup(MachineLimits(memory: 1 << 30), in: place) == nil)
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
    #expect(!left.contains { $0.hasPrefix("airlock-machine") })
  }

  @Test func `without a place or without limits there is none`() {
    #expect(ControlGroup(MachineLimits(memory: 1 << 30), in: nil) == nil)
    #expect(ControlGroup(MachineLimits(disk: 1 << 30), in: place) == nil)
  }

  @Test func `a command enters before it becomes what it is`() async throws {
    let group = scratch.folder + "/group"
    try FileManager.default.createDirectory(atPath: group, withIntermediateDirectories: false)
    try "".write(toFile: group + "/cgroup.procs", atomically: false, encoding: .utf8)
    let output = scratch.folder + "/output"
    let words = ControlGroup.entering(["/bin/sh", "-c", "echo $$"], in: group)
    #expect(try runToEnd(words, environment: [:], output: output) == 0)
    let entered = try String(contentsOfFile: group + "/cgroup.procs", encoding: .utf8)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == entered)
    #expect(entered.count > 1)
  }

  @Test(arguments: [
    ("low 0\nhigh 0\nmax 7\noom 1\noom_kill 1\n", "max 0\n", "its 1 GiB of memory"),
    ("oom_kill 0\n", "max 3\n", "limit of 40 processes"),
  ])
  func `what the kernel has counted becomes a sentence`(
    memory: String, processes: String, words: String
  ) throws {
    let group = scratch.folder + "/group"
    try FileManager.default.createDirectory(atPath: group, withIntermediateDirectories: false)
    try memory.write(toFile: group + "/memory.events", atomically: false, encoding: .utf8)
    try processes.write(toFile: group + "/pids.events", atomically: false, encoding: .utf8)
    let sentence = ControlGroup.breach(
      of: MachineLimits(memory: 1 << 30, processes: 40), in: group)
    #expect(sentence?.contains(words) == true)
    #expect(ControlGroup.breach(of: MachineLimits(), in: group) == nil)
  }
}
