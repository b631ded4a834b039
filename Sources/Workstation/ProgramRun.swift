import Foundation

/// Runs a program in the background, for what it does and how it ends.
///
/// The package's library for this traps where a program ends before it has read its input, which
/// a clipboard program may well do.
package enum ProgramRun {
  package struct Result: Sendable, Equatable {
    /// The exit status, 128 + the signal's number where one ended it.
    package var status: Int32
    /// What it wrote to its standard error, 4 KiB at most.
    package var complaint: String
  }

  /// Runs a program to its end; what it starts and leaves behind is not waited for.
  ///
  /// - Parameters:
  ///   - input: goes to its standard input, nowhere else.
  ///   - environment: all it gets to see.
  /// - Returns: nil where it cannot be started.
  package static func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String]
  ) async -> Result? {
    await OwnThread.run {
      runBlocking(program, arguments, input: input, environment: environment)
    }
  }

  /// The same for a program that ends at once: the calling thread waits.
  package static func runBriefly(
    _ program: String, _ arguments: [String], environment: [String: String]
  ) -> Result? {
    runBlocking(program, arguments, input: [], environment: environment)
  }

  /// What a program printed.
  package struct Answer: Sendable, Equatable {
    package var status: Int32
    package var output: String
    package var complaint: String
  }

  /// Runs a program for what it prints; waits for whatever holds its output open.
  ///
  /// - Parameter limit: how many bytes are taken at most; a program that prints more is ended.
  /// - Returns: nil where it cannot be started.
  package static func output(
    _ program: String, _ arguments: [String], environment: [String: String], limit: Int
  ) async -> Answer? {
    await OwnThread.run {
      outputBlocking(program, arguments, environment: environment, limit: limit)
    }
  }

  private static func outputBlocking(
    _ program: String, _ arguments: [String], environment: [String: String], limit: Int
  ) -> Answer? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let errors = temporaryFile()
    defer { for file in [null, errors] where file >= 0 { close(file) } }
    let process = spawn(
      program, arguments, environment, input: null, output: ends[1], errors: errors)
    close(ends[1])
    guard let process else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit {
      let count = read(ends[0], &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    if bytes.count > limit { kill(process, SIGKILL) }
    let (status, complaint) = wait(for: process, errors: errors)
    return Answer(
      status: status, output: String(decoding: bytes.prefix(limit), as: UTF8.self),
      complaint: complaint)
  }

  private static func runBlocking(
    _ program: String, _ arguments: [String], input: [UInt8], environment: [String: String]
  ) -> Result? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A file: a program that stays behind would hold the other end of a pipe open.
    let errors = temporaryFile()
    defer { if errors >= 0 { close(errors) } }
    let process = spawn(
      program, arguments, environment, input: ends[0], output: -1, errors: errors)
    close(ends[0])
    guard let process else {
      close(ends[1])
      return nil
    }
    var rest = input[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { break }
    }
    close(ends[1])
    let (status, complaint) = wait(for: process, errors: errors)
    return Result(status: status, complaint: complaint)
  }

  private static func wait(for process: pid_t, errors: Int32) -> (Int32, String) {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    var complaint = [UInt8](repeating: 0, count: 4096)
    let count = pread(errors, &complaint, complaint.count, 0)
    return (
      exitStatus(status),
      String(decoding: complaint.prefix(max(0, count)), as: UTF8.self)
    )
  }

  /// What a shell calls the status of a program that `waitpid` has told of.
  static func exitStatus(_ status: Int32) -> Int32 {
    status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// Starts a program with descriptors of ours, of which -1 is nothing; nil where it cannot.
  static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], input: Int32,
    output: Int32, errors: Int32
  ) -> pid_t? {
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    if output >= 0 {
      posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    if errors >= 0 { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
    return SpawnAttributes.with { attributes in
      let words = ([program] + arguments).map { strdup($0) } + [nil]
      let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
      defer { for text in words + variables { free(text) } }
      var process = pid_t()
      let failure = posix_spawn(&process, program, &actions, &attributes, words, variables)
      return failure == 0 ? process : nil
    }
  }

  /// A file without a name; -1 where there is no room for one.
  private static func temporaryFile() -> Int32 {
    var path = Array("/tmp/airlock-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { return -1 }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }
}
