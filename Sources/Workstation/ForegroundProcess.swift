import Foundation

/// Runs a program on our own terminal, as a shell does for a command that is not a job.
package enum ForegroundProcess {
  /// Runs a program with our standard input, output and error until it ends.
  ///
  /// The keys that interrupt reach the program alone. Blocks the calling thread.
  /// - Returns: its exit status, 128 + the signal's number where one ended it.
  /// - Throws: `ConnectError` where it cannot be started.
  package static func run(
    _ executable: String, _ arguments: [String], environment: [String: String]
  ) throws -> Int32 {
    let previous = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in previous { signal(number, handler) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What we ignore or hold back is our own affair.
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let words = ([executable] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process = pid_t()
    let result = posix_spawn(&process, executable, nil, &attributes, words, variables)
    guard result == 0 else {
      throw ConnectError("\(executable) cannot be started: \(String(cString: strerror(result))).")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
