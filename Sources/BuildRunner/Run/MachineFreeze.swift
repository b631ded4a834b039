package import BuildMachine
package import BuildModel
import Foundation

/// Stops what a finished build has left running, as it is, until somebody wants to see it.
///
/// A machine that stands by must not take the processors from builds that run.
package struct MachineFreeze: Sendable {
  private let machine: any Machine
  private let build: BuildSlug

  package init(_ machine: any Machine, of build: BuildSlug) {
    self.machine = machine
    self.build = build
  }

  /// A machine that is gone, or so full that nothing more can be started in it, stays as it is.
  package func stop() async { await run("STOP") }

  package func release() async { await run("CONT") }

  private func run(_ signal: String) async {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { return }
    defer { close(null) }
    let isolated = machine.isolation == .isolated
    let process = try? await machine.start(
      MachineCommand(
        executable: "/bin/bash",
        arguments: [
          "bash", "-c", isolated ? Self.everything : Self.marked, "freeze", signal, mark,
        ],
        environment: ["PATH": "/usr/bin:/bin"], folder: "/",
        connection: .descriptors(input: null, output: null, error: null)))
    _ = await process?.ending()
  }

  /// How the marks of all steps of the build begin.
  private var mark: String { "\(StepSweep.variable)=\(build)-" }

  /// All processes but the machine's first and the one that asks; the kernel lets none slip
  /// through by dividing meanwhile.
  private static let everything = #"kill "-$1" -1"#

  // Without a number space of its own, -1 would be everything that the user runs.
  private static let marked = """
    for round in 1 2 3; do
      while read -r file; do
        process=${file#/proc/}
        kill "-$1" "${process%/environ}"
      done < <(grep -lzF "$2" /proc/[0-9]*/environ 2>/dev/null)
    done
    """
}
