import Foundation

/// One way from the machine to the client: a descriptor of ours whose bytes go to a channel.
///
/// It reads only what the client has room for, so a process that writes faster than the client
/// reads waits as it would with any full pipe.
final class ChannelOutput {
  private static let pieceSize = 32 * 1024
  /// Pieces in one turn, so that one channel does not keep the others waiting.
  private static let turnLimit = 8

  private var descriptor: Int32
  /// Read, but not taken yet: libssh takes less than offered during a key exchange.
  private var rest: ArraySlice<UInt8> = []
  /// Whether the last turn found nothing more to read.
  private(set) var isDry = false

  /// Takes the descriptor over.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    Descriptors.makeNonBlocking(descriptor)
  }

  deinit { end() }

  var hasEnded: Bool { descriptor < 0 && rest.isEmpty }
  var hasRest: Bool { !rest.isEmpty }

  /// Bytes that go before all that is read.
  func prepend(_ text: String) {
    rest = ArraySlice(Array(text.utf8) + rest)
  }

  /// Bytes that go between what was read and what is still to be read.
  func interject(_ text: String) {
    rest += Array(text.utf8)
  }

  /// What to wait for, given the room that the client has.
  func interest(room: Int) -> pollfd? {
    guard descriptor >= 0, rest.isEmpty, room > 0 else { return nil }
    return pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  }

  /// Moves what can be moved; `send` returns how many bytes were taken.
  func move(room: () -> Int, send: (UnsafeRawBufferPointer) -> Int) {
    isDry = false
    for _ in 0..<Self.turnLimit {
      if rest.isEmpty && !refill(room: room()) { return }
      let taken = rest.withUnsafeBytes(send)
      rest = rest.dropFirst(max(taken, 0))
      guard rest.isEmpty else { return }
    }
  }

  /// Reads no more; the machine's process gets SIGPIPE if it goes on writing.
  func end() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  /// Forgets what the client does not want.
  func discard() {
    rest = []
    end()
  }

  private func refill(room: Int) -> Bool {
    guard descriptor >= 0, room > 0 else { return false }
    var piece = [UInt8](repeating: 0, count: min(room, Self.pieceSize))
    let count = read(descriptor, &piece, piece.count)
    guard count > 0 else {
      if count < 0 && (errno == EAGAIN || errno == EINTR) { isDry = errno == EAGAIN } else { end() }
      return false
    }
    rest = piece[..<count]
    return true
  }
}
