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
    let words = ([executable] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process = pid_t()
    let result = SpawnAttributes.with { attributes in
      posix_spawn(&process, executable, nil, &attributes, words, variables)
    }
    guard result == 0 else {
      throw ConnectError("\(executable) cannot be started: \(String(cString: strerror(result))).")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
