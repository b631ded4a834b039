import Foundation
import Synchronization

/// A program that runs on the host, outside any machine; only for git.
///
/// Ends when its task is cancelled, with its whole process group.
struct HostCommand: Sendable {
  var arguments: [String]
  var environment: [String: String]
  /// Where its output and errors go; a file, so that nobody can hold a pipe open.
  var outputPath: String

  struct Result: Sendable {
    /// The exit code, or 128 and the signal's number.
    var status: Int32
    var output: String
  }

  /// - Throws: `RunError` where it cannot be started, `CancellationError` where it was ended.
  func run() async throws -> Result {
    try Task.checkCancellation()
    let process = try start()
    let status = await withTaskCancellationHandler {
      await process.status()
    } onCancel: {
      process.end()
    }
    try Task.checkCancellation()
    let data = try Data(contentsOf: URL(filePath: outputPath))
    return Result(status: status, output: String(decoding: data, as: UTF8.self))
  }

  private func start() throws -> HostProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The worker ignores signals that git's own children must not.
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigdelset(&all, SIGKILL)
    sigdelset(&all, SIGSTOP)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let failure = posix_spawnp(&pid, arguments[0], &actions, &attributes, &argv, &envp)
    guard failure == 0 else {
      throw RunError("cannot start \(arguments[0]): \(String(cString: strerror(failure)))")
    }
    return HostProcess(pid)
  }
}

/// A started program; its end is awaited on a thread of its own.
private final class HostProcess: Sendable {
  private struct State {
    var status: Int32?
    var waiter: CheckedContinuation<Int32, Never>?
  }

  private let pid: pid_t
  private let state = Mutex(State())

  init(_ pid: pid_t) {
    self.pid = pid
    Thread.detachNewThread { [self] in
      // Not reaped before the state says so: until then the number cannot be another's.
      var ended = siginfo_t()
      while waitid(P_PID, id_t(pid), &ended, Int32(WEXITED | WNOWAIT)) != 0, errno == EINTR {}
      let waiter = state.withLock { state in
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        state.status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        return state.waiter
      }
      waiter?.resume(returning: state.withLock { $0.status } ?? -1)
    }
  }

  func status() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiter = continuation }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  func end() {
    state.withLock { state in
      guard state.status == nil else { return }
      kill(-pid, SIGKILL)
    }
  }
}
