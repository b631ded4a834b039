import BuildModel
import CursesTerminal
import Dashboard
import Foundation
import Workstation

/// Lends the screen to `ssh` for a visit to a machine, or opens a window for it beside the clock.
@MainActor
struct MachineVisits {
  let directories: Directories
  let settings: Settings
  let environment: [String: String]

  /// - Parameter connection: the name of the service that the build is of.
  func visit(
    _ build: Build, _ access: RemoteAccess, of connection: String, on terminal: CursesTerminal
  ) -> Dashboard.SessionEnd {
    if let opener = opener {
      return open(build, of: connection, by: opener, on: terminal)
    }
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

  /// The program that opens a window, where the person wants one and there is one.
  private var opener: WindowOpener? {
    // A command in a window of its own has to be told the service by what is kept.
    guard settings.connect != .here, GivenTokens.all.isEmpty,
      let opener = WindowOpener.current(environment: environment),
      settings.connect == .window || opener == .tmux
    else { return nil }
    return opener
  }

  private func open(
    _ build: Build, of connection: String, by opener: WindowOpener, on terminal: CursesTerminal
  ) -> Dashboard.SessionEnd {
    guard let program = ProgramSearch.path(of: opener.program, environment: environment) else {
      return .broken(
        "There is no command \(opener.program) here; `access: {connect: here}` in the"
          + " configuration stays in this window.")
    }
    let words = opener.arguments(
      [
        Executables.this, "--connection", connection, "ssh", build.slug.rawValue, "--linger",
      ],
      variables: environment.filter { Self.variables.contains($0.key) },
      columns: terminal.size.columns, rows: terminal.size.rows)
    // Each of them answers at once; the screen waits as it does for `ssh`.
    guard let result = ProgramRun.runBriefly(program, words, environment: environment),
      result.status == 0
    else {
      return .broken(
        "\(opener.program) opened no window; `access: {connect: here}` in the"
          + " configuration stays in this one.")
    }
    return .beside(opener.place)
  }

  /// What decides where our files are, and how text is written; none of it is secret.
  private static let variables: Set<String> = [
    "HOME", "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_CONFIG_HOME",
    "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "AIRLOCK_DRIVER",
  ]
}
