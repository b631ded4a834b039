import BuildModel
import CursesTerminal
import Dashboard
import Foundation
import Synchronization
import Workstation

/// Lends the screen to `ssh` for a visit to a machine, or opens a window for it beside the clock.
@MainActor
final class MachineVisits {
  /// Where a shell opens, as the configuration says by now.
  var connect: Settings.Connect
  private let directories: Directories
  private let environment: [String: String]
  /// What is told at the start of a shell; nothing where the machine tells it.
  private let greet: @Sendable (Build, RemoteAccess) async -> String
  /// What commands in windows of their own have still to fetch.
  private var handed: [SecretSocket] = []

  init(
    directories: Directories, connect: Settings.Connect, environment: [String: String],
    greet: @escaping @Sendable (Build, RemoteAccess) async -> String
  ) {
    self.directories = directories
    self.connect = connect
    self.environment = environment
    self.greet = greet
  }

  /// - Parameter connection: the name of the service that the build is of.
  func visit(
    _ build: Build, _ access: RemoteAccess, of connection: String, on terminal: CursesTerminal
  ) -> Dashboard.SessionEnd {
    if let opener = opener {
      return open(build, access, of: connection, by: opener, on: terminal)
    }
    do {
      let session = try SSHSession(access, directories: directories)
      defer { session.end() }
      let status = try terminal.runForeground(
        [session.program] + session.arguments(complaints: true),
        environment: session.environment,
        saying: session.entrance == nil ? "" : greeting(build, access))
      guard status == 255 else { return .left(exitStatus: status) }
      return .broken(session.lastComplaint ?? "ssh ended with status 255 and no word.")
    } catch {
      return .broken(ProgramError(error).description)
    }
  }

  /// The program that opens a window, where the person wants one and there is one.
  private var opener: WindowOpener? {
    guard connect != .here, let opener = WindowOpener.current(environment: environment),
      connect == .window || opener == .tmux
    else { return nil }
    return opener
  }

  /// Asks the service while the screen waits, as it does for `ssh`; no longer than a moment.
  private func greeting(_ build: Build, _ access: RemoteAccess) -> String {
    let greet = self.greet
    let text = Mutex("")
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let greeting = await greet(build, access)
      text.withLock { $0 = greeting }
      done.signal()
    }
    done.wait()
    return text.withLock { $0 }
  }

  private func open(
    _ build: Build, _ access: RemoteAccess, of connection: String, by opener: WindowOpener,
    on terminal: CursesTerminal
  ) -> Dashboard.SessionEnd {
    let found = opener.programs.lazy.compactMap { [environment] in
      ProgramSearch.path(of: $0, environment: environment)
    }
    guard let program = found.first else {
      return .broken(
        "There is no command \(opener.programs[0]) here; `access: {connect: here}` in the"
          + " configuration stays in this window.")
    }
    handed.removeAll(where: \.isEnded)
    let secrets: (environment: [String: String], socket: SecretSocket)?
    do {
      secrets = try ChildSecrets(of: build.slug, paste: AccessPaste(of: access)).handOver()
    } catch { return .broken(ProgramError(error).description) }
    if let secrets { handed.append(secrets.socket) }
    let words = opener.arguments(
      [
        Executables.this, "--connection", connection, "ssh", build.slug.rawValue, "--linger",
      ],
      variables: environment.filter { Self.variables.contains($0.key) }
        .merging(secrets?.environment ?? [:]) { $1 },
      columns: terminal.size.columns, rows: terminal.size.rows)
    // Each of them answers at once; the screen waits as it does for `ssh`.
    guard let result = ProgramRun.runBriefly(program, words, environment: environment),
      result.status == 0
    else {
      secrets?.socket.end()
      return .broken(
        "\(opener.rawValue) opened no window; `access: {connect: here}` in the"
          + " configuration stays in this one.")
    }
    return .beside(
      opener.place(columns: terminal.size.columns, rows: terminal.size.rows))
  }

  /// What decides where our files and services are, and how text is written; nothing secret.
  private static let variables: Set<String> = [
    "HOME", "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_CONFIG_HOME",
    "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "AIRLOCK_DRIVER",
    "AIRLOCK_URL", "BITRISE_API_BASE_URL", "BITRISE_WEB_BASE_URL",
  ]
}
