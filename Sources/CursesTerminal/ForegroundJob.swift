import CNCurses

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Programs run in front of us, where there is a terminal or not, without a screen of ours.
@MainActor
package enum ForegroundJob {
  /// Runs a program with our input and output and answers its exit status, as a shell counts it.
  ///
  /// Make an ``EventLoop`` first. Nothing but this environment reaches the program.
  package static func run(
    _ arguments: [String], environment: [String: String]
  ) throws(TerminalError) -> Int32 {
    guard let program = arguments.first else {
      throw TerminalError(.cannotStart, "there is no program to start")
    }
    var error: Int32 = 0
    let status = CStrings.with(arguments) { arguments in
      CStrings.with(environment.map { "\($0.key)=\($0.value)" }) { variables in
        cncurses_run_foreground(STDIN_FILENO, arguments, variables, &error)
      }
    }
    guard error == 0 else {
      throw TerminalError(
        .cannotStart, "cannot start \(program): \(String(cString: strerror(error)))")
    }
    return status
  }

  /// Stops us as ctrl-z does, until the shell goes on with us.
  package static func stop() {
    cncurses_stop_job()
    _ = cncurses_take_signals()
  }
}
