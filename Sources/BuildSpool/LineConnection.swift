import Dispatch
import Foundation
import Synchronization

/// A socket on which both sides talk in lines.
///
/// Reads on a queue of its own, so that nobody waits on a thread that others need.
final class LineConnection: Sendable {
  private struct State {
    var buffer = Data()
    var isClosed = false
  }

  /// A peer that sends a longer line is broken, and cut off.
  private static let longestLine = 4 << 20

  #if os(Linux)
    /// A peer that is gone is an error to us, not a signal.
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #else
    private static let noSignal: Int32 = 0
  #endif

  private let descriptor: Int32
  private let queue: DispatchQueue
  // A dispatch source may be used from any thread; Dispatch on Linux does not say so.
  nonisolated(unsafe) private let source: any DispatchSourceRead
  private let state = Mutex(State())
  private let writing = Writing()

  /// Whether one may write; also keeps the descriptor from being closed, and its number from
  /// becoming another's, while somebody does.
  private final class Writing: Sendable {
    let turn = Mutex(())
  }

  /// - Parameter onEnd: called once, when no further line will come.
  init(
    _ descriptor: Int32, label: String, onLine: @escaping @Sendable (Data) -> Void,
    onEnd: @escaping @Sendable () -> Void
  ) {
    self.descriptor = descriptor
    #if !os(Linux)
      var yes: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
    queue = DispatchQueue(label: label)
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler { [weak self] in self?.read(onLine) }
    source.setCancelHandler { [writing] in
      writing.turn.withLock { _ in _ = close(descriptor) }
      onEnd()
    }
    source.activate()
  }

  /// Sends a line.
  ///
  /// A peer that is gone, or does not read for five seconds, is cut off.
  func send(_ line: Data) {
    writing.turn.withLock { _ in
      guard !state.withLock({ $0.isClosed }) else { return }
      var line = line
      line.append(UInt8(ascii: "\n"))
      let done = line.withUnsafeBytes { bytes in
        var sent = 0
        while sent < bytes.count {
          let count = Foundation.send(
            descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Self.noSignal)
          if count > 0 {
            sent += count
          } else if errno != EINTR {
            return false
          }
        }
        return true
      }
      if !done { end() }
    }
  }

  deinit { end() }

  func end() {
    let first = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    guard first else { return }
    shutdown(descriptor, Int32(SHUT_RDWR))
    source.cancel()
  }

  private func read(_ onLine: (Data) -> Void) {
    let noWait = Int32(MSG_DONTWAIT)
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &chunk, chunk.count, noWait)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { end() }
      return
    }
    let lines = state.withLock { state in
      state.buffer.append(contentsOf: chunk[0..<count])
      var lines: [Data] = []
      while let newline = state.buffer.firstIndex(of: UInt8(ascii: "\n")) {
        lines.append(Data(state.buffer[state.buffer.startIndex..<newline]))
        state.buffer.removeSubrange(state.buffer.startIndex...newline)
      }
      return lines
    }
    for line in lines { onLine(line) }
    if state.withLock({ $0.buffer.count > Self.longestLine }) { end() }
  }
}
