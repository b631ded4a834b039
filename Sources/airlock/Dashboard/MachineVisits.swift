import BuildModel
import CursesTerminal
import Dashboard
import Foundation

/// Lends the screen to `ssh` for a visit to a machine.
@MainActor
struct MachineVisits {
  let directories: Directories

  func visit(
    _ build: Build, _ access: RemoteAccess, on terminal: CursesTerminal
  ) -> Dashboard.SessionEnd {
    do {
      let session = try SSHSession(access, directories: directories)
      defer { session.end() }
      let status = try terminal.runForeground(
        [session.program] + session.arguments(complaints: true),
        environment: session.environment)
      guard status == 255 else { return .left(exitStatus: status) }
      return .broken(session.lastComplaint ?? "ssh ended with status 255 and no word.")
    } catch {
      return .broken(ProgramError(error).description)
    }
  }
}
