import Foundation
import TestSupport
import Testing

/// A disk that fills up under the service, and has room again.
@Suite(.enabled(if: SmallDisk.isPossible, "a disk of one's own needs root")) struct FullDiskTests {
  @Test
  func `a build fails with that sentence, the service lives, and all goes on once there is room`()
    throws
  {
    let home = try AirlockHome(grace: "5s")
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: "while [ ! -e enough ]; do echo it goes on and on; sleep 0.02; done")
    let output = try SmallDisk.run(
      home,
      """
      cd "\(project.folder.path)"
      data="$HOME/.local/share/airlock"
      airlock run main && until airlock log 1 | grep -q 'on and on'; do :; done
      head -c 1G /dev/zero > "$HOME/.local/share/filling"
      until airlock show 1 --json | grep -q '"status" : "failed"'; do :; done
      echo "== show"; airlock show 1
      echo "== log"; airlock log 1 | tail -n 1
      echo "== run"; airlock run main; echo "status $?"
      echo "== list"; airlock builds | cat
      rm "$HOME/.local/share/filling"
      echo "== again"; airlock run main; echo "status $?"
      until airlock log 2 | grep -q 'on and on'; do :; done
      airlock abort 2 && until airlock show 2 --json | grep -q '"status" : "aborted"'; do :; done
      airlock service stop
      echo "== left"; ls "$data"/builds/*; grep -ac full "$HOME/.local/state/airlock/service.log"
      """)
    let parts = Dictionary(
      uniqueKeysWithValues: output.components(separatedBy: "== ").dropFirst().map { part in
        let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
      })
    func part(_ name: String) throws -> String { try #require(parts[name], "\(output)") }
    #expect(try part("show").contains("the disk is full, so "))
    #expect(try part("show").contains("make room there and run the build again"))
    #expect(try part("log").contains("the disk is full, so "))
    #expect(try part("run").contains("The disk that holds "))
    #expect(try part("run").contains("none can be started until there is room"))
    #expect(try part("run").contains("status 1"))
    #expect(try part("list").contains("#1"))
    #expect(try part("again").contains("status 0"))
    for trace in ["machine", "reserve", "socket"] {
      #expect(try !part("left").contains(trace), "\(output)")
    }
  }
}

/// A home whose data lie on a disk of 96 MiB.
enum SmallDisk {
  /// Whether this user may mount a disk that nobody else sees.
  static let isPossible: Bool = {
    let output = FileManager.default.temporaryDirectory.path + "/airlock-mount-\(UUID().uuidString)"
    defer { unlink(output) }
    let status = try? runToEnd(
      ["/usr/bin/env", "unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], output: output)
    return status == 0
  }()

  /// Runs a script with `airlock` at hand; answers all it says.
  static func run(_ home: AirlockHome, _ script: String) throws -> String {
    let program = try AirlockHome.program()
    let share = home.folder.url.appending(path: ".local/share")
    try FileManager.default.createDirectory(at: share, withIntermediateDirectories: true)
    let output = home.folder.url.appending(path: "said").path
    let file = home.folder.url.appending(path: "script").path
    try """
    mount -t tmpfs -o size=96m tmpfs "$HOME/.local/share" || exit 99
    airlock() { "\(program)" "$@"; }
    \(script)
    """.write(toFile: file, atomically: true, encoding: .utf8)
    _ = try runToEnd(
      ["/usr/bin/env", "unshare", "--mount", "timeout", "120", "bash", file],
      environment: home.environment, output: output)
    return try String(contentsOfFile: output, encoding: .utf8)
  }
}
