import Foundation
import Synchronization

/// One end of a VNC connection, which any thread may cut while another works with it.
final class ScreenLine: Sendable {
  /// `SHUT_RDWR` on every system; under its name Swift 6.3 finds it in some builds only.
  private static let bothWays: Int32 = 2

  private let descriptor: Int32
  /// Whether the descriptor is still ours to shut down.
  private let isOpen = Mutex(true)

  /// Takes a connected socket over.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    Descriptors.makeNonBlocking(descriptor)
  }

  func cut() {
    isOpen.withLock { if $0 { shutdown(descriptor, Self.bothWays) } }
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { Foundation.close(descriptor) }
      isOpen = false
    }
  }

  /// Waits on the calling thread, or until the line is cut.
  func wait(_ time: Duration) {
    var end = pollfd(fd: descriptor, events: 0, revents: 0)
    poll(&end, 1, time.milliseconds)
  }

  /// Exactly so many bytes; nil where they do not come in time.
  func read(_ count: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var news = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&news, 1, max(.zero, deadline - .now).milliseconds) > 0 else { return nil }
      var piece = [UInt8](repeating: 0, count: count - bytes.count)
      let got = Foundation.read(descriptor, &piece, piece.count)
      if got < 0, errno == EAGAIN || errno == EINTR { continue }
      guard got > 0 else { return nil }
      bytes += piece.prefix(got)
    }
    return bytes
  }

  /// For the few bytes of a greeting, which every socket has room for.
  func write(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Passes on what either says until one of them ends.
  ///
  /// Nothing more is read of one as long as the other has not taken what came before, so a slow
  /// viewer costs no memory.
  static func join(_ one: ScreenLine, _ other: ScreenLine) {
    var there = Passage(from: one.descriptor, to: other.descriptor)
    var back = Passage(from: other.descriptor, to: one.descriptor)
    while true {
      var waited = [
        pollfd(fd: one.descriptor, events: there.reading | back.writing, revents: 0),
        pollfd(fd: other.descriptor, events: back.reading | there.writing, revents: 0),
      ]
      guard poll(&waited, 2, -1) > 0 || errno == EINTR else { return }
      let isOver = waited.contains { $0.revents & Int16(POLLERR | POLLNVAL | POLLHUP) != 0 }
      guard !isOver, there.pass(), back.pass() else { return }
    }
  }

  /// What goes one way.
  private struct Passage {
    let source: Int32
    let target: Int32
    private var held: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(from source: Int32, to target: Int32) {
      self.source = source
      self.target = target
    }

    var reading: Int16 { held.isEmpty ? Int16(POLLIN) : 0 }
    var writing: Int16 { held.isEmpty ? 0 : Int16(POLLOUT) }

    /// False at the end.
    mutating func pass() -> Bool {
      if held.isEmpty {
        let got = Foundation.read(source, &buffer, buffer.count)
        if got < 0 { return errno == EAGAIN || errno == EINTR }
        guard got > 0 else { return false }
        held = Array(buffer.prefix(got))
      }
      let taken = held.withUnsafeBytes { Foundation.write(target, $0.baseAddress, $0.count) }
      if taken < 0 { return errno == EAGAIN || errno == EINTR }
      held.removeFirst(taken)
      return true
    }
  }
}
