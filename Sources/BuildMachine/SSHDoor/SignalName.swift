import Foundation

/// Signals as SSH calls them: without their `SIG`.
enum SignalName {
  private static let numbers: [String: Int32] = [
    "ABRT": SIGABRT, "ALRM": SIGALRM, "FPE": SIGFPE, "HUP": SIGHUP, "ILL": SIGILL, "INT": SIGINT,
    "KILL": SIGKILL, "PIPE": SIGPIPE, "QUIT": SIGQUIT, "SEGV": SIGSEGV, "TERM": SIGTERM,
    "USR1": SIGUSR1, "USR2": SIGUSR2,
  ]

  static func number(of name: String) -> Int32? { numbers[name] }

  /// A signal that SSH has no name for is told as the nearest that it has.
  static func name(of number: Int32) -> String {
    numbers.first { $0.value == number }?.key ?? "TERM"
  }
}
