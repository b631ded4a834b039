import BuildModel
import BuildSpool
import CDetachedProcess
import Foundation
import Logging

/// Starts workers that live on whatever becomes of the service.
enum WorkerProcess {
  /// Starts the worker of a build in a session of its own.
  ///
  /// The lock goes down to it as its standard input, so it is held without a gap from before
  /// the worker's birth to its end.
  static func start(
    _ executable: URL, in folder: SpoolFolder, lock: WorkerLock, environment: [String: String],
    logger: Logger
  ) throws {
    let log = folder.workerLog.path
    let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard output >= 0 else {
      throw ServiceError(description: "cannot open \(log): \(String(cString: strerror(errno)))")
    }
    defer { close(output) }
    let arguments = [executable.path, folder.url.path]
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let child = withCStrings(arguments) { arguments in
      withCStrings(variables) { variables in
        detached_spawn(executable.path, arguments, variables, lock.descriptor, output)
      }
    }
    guard child > 0 else {
      throw ServiceError(
        description: "cannot start \(executable.path): \(String(cString: strerror(errno)))")
    }
    reap(child, build: folder.url.lastPathComponent, logger: logger)
  }

  // A thread of its own per worker: the wait blocks for as long as a build and its window last,
  // and no shared thread may be kept from others for that long.
  private static func reap(_ child: pid_t, build: String, logger: Logger) {
    let thread = Thread {
      let status = detached_wait(child)
      if status != 0 { logger.warning("the worker of \(build) ended with status \(status)") }
    }
    thread.name = "airlock.reaper"
    thread.stackSize = 128 << 10
    thread.start()
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
