import BuildMachine
import BuildModel
import Foundation

/// Finds what a step that was ended has left running, by a mark in its environment.
///
/// A process group is not enough: its first process may be gone while others ignore the request
/// to end, or have a group of their own.
struct StepSweep {
  static let variable = "AIRLOCK_STEP"

  let machine: any Machine

  static func mark(build: BuildSlug, index: Int) -> String { "\(build)-\(index)" }

  /// Kills every process that carries the mark; on a system without `/proc` there is none to find.
  func run(mark: String) async throws {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { throw RunError("cannot open /dev/null") }
    defer { close(null) }
    let process = try await machine.start(
      MachineCommand(
        executable: "/bin/bash", arguments: ["bash", "-c", Self.script, "sweep", mark],
        environment: ["PATH": "/usr/bin:/bin"], folder: "/",
        connection: .descriptors(input: null, output: null, error: null)))
    _ = await process.ending()
  }

  /// Repeats until nothing is left, since what is found may be starting something else.
  private static let script = """
    for round in 1 2 3 4 5 6 7 8 9; do
      found=
      while read -r file; do
        found=1
        process=${file#/proc/}
        kill -KILL "${process%/environ}"
      done < <(grep -lzxF "\(variable)=$1" /proc/[0-9]*/environ 2>/dev/null)
      [ -n "$found" ] || exit 0
    done
    """
}
