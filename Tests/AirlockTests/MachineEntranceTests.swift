import BuildModel
import Foundation
import TestSupport
import Testing

@testable import airlock

/// Real shells read what goes into a machine whose door does not lead into the source folder.
@Suite struct MachineEntranceTests {
  /// What comes of a line that a shell in the machine is given, as by `ssh`.
  private func output(
    _ line: String, _ variables: [String: String] = [:], shell: String = "/bin/sh"
  ) throws -> String {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "out")
    let home = ["HOME": folder.url.path, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
    _ = try runToEnd(
      [shell, "-c", "cd /; \(line)"], environment: home.merging(variables) { $1 },
      output: file.path)
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test(arguments: ["plain", "a b", "it's", "$(touch bad)", "-x", "*;&|", "ö\"\\"])
  func `a command runs in the source folder, whatever that is called`(name: String) throws {
    let parent = try TemporaryFolder()
    let folder = parent.url.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let entrance = MachineEntrance(folder: folder.path)
    for shell in ["/bin/sh", "/bin/bash"] {
      #expect(try output(entrance.command(["pwd"]), shell: shell) == folder.path + "\n")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `a command is read by the user's shell once, as without us`() throws {
    let entrance = MachineEntrance(folder: "/tmp")
    #expect(try output(entrance.command(["echo", "'a  b'", "$HOME", "|", "wc", "-l"])) == "1\n")
    #expect(try output(entrance.command(["echo \"it's\" $((1 + 1))"])) == "it's 2\n")
    #expect(try output(entrance.command(["exit 7"]) + "; echo $?") == "")
  }

  @Test func `the machine's own word about the folder counts`() throws {
    let entrance = MachineEntrance(folder: "/nowhere")
    #expect(try output(entrance.command(["pwd"]), ["BITRISE_SOURCE_DIR": "/usr"]) == "/usr\n")
    #expect(
      try output("(\(entrance.command(["pwd"]))) 2>&1")
        == "airlock: the source folder is not there; this is /.\n/\n")
  }

  @Test func `a shell is a login shell in the source folder, where its profile is read`() throws {
    let home = try TemporaryFolder()
    try Data("export BUILD=profile\n".utf8).write(to: home.url.appending(path: ".profile"))
    let line = "echo 'pwd; echo $BUILD' | (\(MachineEntrance(folder: "/usr").shell))"
    #expect(try output(line, ["HOME": home.url.path]) == "/usr\nprofile\n")
    // As in a container that was entered without a login.
    #expect(try output(line, ["HOME": home.url.path, "SHELL": ""]) == "/usr\nprofile\n")
  }

  @Test func `only where the service tells nothing of it is the way ours`() {
    var access = RemoteAccess(
      build: BuildSlug(rawValue: "b"), state: .open, grace: 600, serverTime: Date(),
      sourceFolder: "/bitrise/src")
    #expect(MachineEntrance(access) == nil)
    access.estimate = .buildRuns
    #expect(MachineEntrance(access) == MachineEntrance(folder: "/bitrise/src"))
  }

  @Test func `a frame around a step's output is not its last words`() {
    let edge = "+" + String(repeating: "-", count: 40) + "+"
    let foot = [edge, "| x | Unit tests (exit code: 1) | 9.01 sec |", edge, "", "   \u{25BC}"]
    #expect(ConsoleBoxes.without(["a", " ", "| own table |"] + foot) == ["a", "| own table |"])
    #expect(ConsoleBoxes.without(["a", edge, "not a foot"]) == ["a", edge, "not a foot"])
    #expect(ConsoleBoxes.without([]) == [])
  }
}
