import Foundation

/// A lock on a spool folder that lives exactly as long as the worker does.
///
/// The service takes it before it starts the worker and hands the descriptor down as the
/// worker's standard input; so at no moment does a build look abandoned that is only starting,
/// and no reused process number can be taken for a living worker.
package final class WorkerLock: Sendable {
  package let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// - Returns: nil where a living worker holds it.
  package static func take(in folder: SpoolFolder) throws -> WorkerLock? {
    let descriptor = open(folder.lock.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SpoolError.system("open", folder.lock.path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return WorkerLock(descriptor)
  }

  /// Takes over the lock that the service handed down, or takes it where there is none.
  ///
  /// Standard input is `/dev/null` afterwards, so that nothing the worker starts keeps the lock.
  package static func inherit(in folder: SpoolFolder) throws -> WorkerLock? {
    let kept = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { throw SpoolError.system("open", "/dev/null", errno) }
    if null != STDIN_FILENO {
      dup2(null, STDIN_FILENO)
      close(null)
    }
    guard kept >= 0 else { return try take(in: folder) }
    var ours = stat()
    var theirs = stat()
    if fstat(kept, &ours) == 0, stat(folder.lock.path, &theirs) == 0,
      ours.st_ino == theirs.st_ino, ours.st_dev == theirs.st_dev,
      flock(kept, LOCK_EX | LOCK_NB) == 0
    {
      return WorkerLock(kept)
    }
    close(kept)
    return try take(in: folder)
  }

  /// Whether a worker holds the folder now.
  package static func isHeld(in folder: SpoolFolder) -> Bool {
    let descriptor = open(folder.lock.path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
    flock(descriptor, LOCK_UN)
    return false
  }

  deinit { close(descriptor) }
}
