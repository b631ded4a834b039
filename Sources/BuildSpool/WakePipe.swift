import Foundation

/// A way to wake a thread that waits in `poll`.
final class WakePipe: Sendable {
  let reading: Int32
  private let writing: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw SpoolError.system("make", "a pipe", errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// Wakes the thread, once and for all.
  func wake() {
    var byte: UInt8 = 0
    _ = write(writing, &byte, 1)
  }
}
