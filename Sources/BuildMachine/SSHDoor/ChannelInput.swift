import CPseudoTerminal
import Foundation

/// One way from the client to the machine: bytes of a channel go to a descriptor of ours.
///
/// It takes from libssh only what the process has room for; the rest stays there and closes the
/// client's window.
final class ChannelInput {
  enum End {
    /// A pipe: closing it is the end of the input.
    case close
    /// A connection: it can still be read from.
    case shutDown
    /// A terminal has no end of input of its own; it stays open until the session is over.
    case keep
  }

  private static let pieceSize = 32 * 1024
  private static let turnLimit = 8

  private var descriptor: Int32
  private let end: End
  private var pending: ArraySlice<UInt8> = []

  /// Takes the descriptor over.
  init(descriptor: Int32, end: End) {
    self.descriptor = descriptor
    self.end = end
    Descriptors.makeNonBlocking(descriptor)
  }

  deinit { discard() }

  var hasEnded: Bool { descriptor < 0 }

  /// What to wait for: room where bytes are pending, else nothing.
  var interest: pollfd? {
    guard descriptor >= 0, !pending.isEmpty else { return nil }
    return pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  }

  enum Received {
    case bytes([UInt8])
    case nothingNow
    case nothingEver
  }

  /// Moves what can be moved.
  func move(receive: (_ limit: Int) -> Received) {
    for _ in 0..<Self.turnLimit {
      guard descriptor >= 0 else { return drain(receive) }
      guard flush() else { return }
      switch receive(Self.pieceSize) {
      case .bytes(let bytes): pending = bytes[...]
      case .nothingNow: return
      case .nothingEver: return finish()
      }
    }
  }

  /// Tells the terminal at the other end its new size.
  func resize(rows: Int, columns: Int) {
    guard descriptor >= 0 else { return }
    cpty_set_size(descriptor, UInt16(clamping: rows), UInt16(clamping: columns))
  }

  func discard() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    pending = []
  }

  /// True where all that was pending is written.
  private func flush() -> Bool {
    while !pending.isEmpty {
      let count = pending.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        pending = pending.dropFirst(count)
      } else if errno == EAGAIN {
        return false
      } else if errno != EINTR {
        // Nobody reads any more; what still comes is thrown away.
        discard()
        return false
      }
    }
    return true
  }

  private func finish() {
    switch end {
    case .close: discard()
    case .shutDown:
      shutdown(descriptor, Int32(SHUT_WR))
      discard()
    case .keep: break
    }
  }

  private func drain(_ receive: (Int) -> Received) {
    while case .bytes = receive(Self.pieceSize) {}
  }
}
