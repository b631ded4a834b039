import Foundation

/// Runs a program on our own terminal, as a shell does for a command that is not a job.
package enum ForegroundProcess {
  /// Runs a program with our standard input, output and error until it ends.
  ///
  /// The keys that interrupt reach the program alone. Blocks the calling thread.
  /// - Parameter kept: a descriptor that the program gets under the same number.
  /// - Returns: its exit status, 128 + the signal's number where one ended it.
  /// - Throws: `ConnectError` where it cannot be started.
  package static func run(
    _ executable: String, _ arguments: [String], environment: [String: String],
    keeping kept: Int32? = nil
  ) throws -> Int32 {
    let previous = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in previous { signal(number, handler) } }
    let words = ([executable] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Onto itself: that is how a descriptor is not closed at the start of a program.
    if let kept { posix_spawn_file_actions_adddup2(&actions, kept, kept) }
    var process = pid_t()
    let result = SpawnAttributes.with { attributes in
      posix_spawn(&process, executable, &actions, &attributes, words, variables)
    }
    guard result == 0 else {
      throw ConnectError("\(executable) cannot be started: \(String(cString: strerror(result))).")
    }
    // A terminal that goes away tells us alone; the program ends with it, and we clear up after it.
    relayed = process
    let endings = [SIGHUP, SIGTERM].map { ($0, signal($0) { kill(relayed, $0) }) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    for (number, handler) in endings { signal(number, handler) }
    return ProgramRun.exitStatus(status)
  }
}

/// The program that signals are passed on to; a handler can reach nothing but a global.
nonisolated(unsafe) private var relayed: pid_t = 0
