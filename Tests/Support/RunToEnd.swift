#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program could not be started.
package struct SpawnError: Error {
  package let program: String
  package let number: Int32
}

/// Runs a program with its output in a file, and answers its raw wait status.
///
/// A file and `waitpid`, not a pipe and `Process`: a server that the program leaves behind holds
/// on to pipes, also to those of tests beside it, and then nobody sees their end.
package func runToEnd(
  _ arguments: [String], environment: [String: String], output: String
) throws -> Int32 {
  let child = try spawn(arguments, environment: environment, output: output)
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 {
    guard errno == EINTR else {
      throw SpawnError(program: arguments.first ?? "", number: errno)
    }
  }
  return status
}

/// Starts a program with its output in a file; whoever calls waits for it.
package func spawn(
  _ arguments: [String], environment: [String: String], output: String
) throws -> Int32 {
  let program = arguments.first ?? ""
  #if canImport(Glibc)
    var files = posix_spawn_file_actions_t()
  #else
    var files: posix_spawn_file_actions_t?
  #endif
  posix_spawn_file_actions_init(&files)
  defer { posix_spawn_file_actions_destroy(&files) }
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  posix_spawn_file_actions_adddup2(&files, 1, 2)
  #if canImport(Glibc)
    var attributes = posix_spawnattr_t()
  #else
    var attributes: posix_spawnattr_t?
  #endif
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  // The threads that tests run on block signals by which a server is ended.
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  let words = arguments.map { strdup($0) } + [nil]
  let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for pointer in words + variables { free(pointer) } }
  var child: pid_t = 0
  let error = posix_spawn(&child, program, &files, &attributes, words, variables)
  guard error == 0 else { throw SpawnError(program: program, number: error) }
  return child
}
