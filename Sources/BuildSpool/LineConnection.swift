import Foundation
import Synchronization

/// A socket on which both sides talk in lines.
///
/// Reads on a thread of its own, so that nobody waits on a thread that others need. Not with
/// Dispatch's sources: those of Linux crashed under short-lived connections.
final class LineConnection: Sendable {
  private struct State {
    var isClosed = false
    /// Whether the descriptor is still ours to use.
    var isOpen = true
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
  private let label: String
  private let state = Mutex(State())
  /// Held while somebody writes, so that lines do not mix and the descriptor is not closed, its
  /// number not another's, meanwhile.
  private let writing = Mutex(())
  private let onLine: @Sendable (Data) -> Void
  private let onEnd: @Sendable () -> Void

  /// Takes over a socket and reads from it once `start()` is called.
  ///
  /// - Parameter onEnd: called once, when no further line will come.
  init(
    _ descriptor: Int32, label: String, onLine: @escaping @Sendable (Data) -> Void,
    onEnd: @escaping @Sendable () -> Void
  ) {
    self.descriptor = descriptor
    self.label = label
    self.onLine = onLine
    self.onEnd = onEnd
    #if !os(Linux)
      var yes: Int32 = 1
      setsockopt(
        descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Begins to read: only once whoever takes the lines is ready for the first.
  func start() {
    let thread = Thread { [self] in
      readLines()
      end()
      writing.withLock { _ in
        state.withLock { $0.isOpen = false }
        close(descriptor)
      }
      onEnd()
    }
    thread.name = label
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Sends a line.
  ///
  /// A peer that is gone, or does not read for five seconds, is cut off.
  func send(_ line: Data) {
    let isSent = writing.withLock { _ in
      guard !state.withLock({ $0.isClosed }) else { return true }
      var line = line
      line.append(UInt8(ascii: "\n"))
      return line.withUnsafeBytes(sendAll)
    }
    if !isSent { end() }
  }

  /// Cuts the talk off; what was sent still reaches the peer.
  func end() {
    state.withLock { state in
      if state.isOpen, !state.isClosed { shutdown(descriptor, Int32(SHUT_RDWR)) }
      state.isClosed = true
    }
  }

  private func sendAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.send(descriptor, rest.baseAddress, rest.count, Self.noSignal)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private func readLines() {
    var buffer = Data()
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while buffer.count <= Self.longestLine {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      buffer.append(contentsOf: chunk[..<count])
      while let newline = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(buffer[..<newline])
        buffer = Data(buffer[buffer.index(after: newline)...])
        onLine(line)
      }
    }
  }
}
