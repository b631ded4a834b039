import CAgentWire
import Foundation

/// Descriptors that no child inherits unless it is given them.
enum Descriptors {
  /// Numbers below this are given out to programs that we start.
  private static let firstOfOurs: Int32 = 16

  struct Pair {
    var first: Int32
    var second: Int32
  }

  /// A pipe: `first` is read from, `second` written to.
  static func makePipe() throws -> Pair {
    var ends: [Int32] = [-1, -1]
    guard agent_wire_pipe(&ends) == 0 else { throw MachineError.noDescriptors }
    return Pair(first: ends[0], second: ends[1])
  }

  /// Moves a descriptor out of the way of those that started programs are given.
  static func moveUp(_ descriptor: Int32) throws -> Int32 {
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, firstOfOurs)
    close(descriptor)
    guard moved >= 0 else { throw MachineError.noDescriptors }
    return moved
  }

  /// A copy out of the way of those that started programs are given.
  static func copyUp(_ descriptor: Int32) throws -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, firstOfOurs)
    guard copy >= 0 else { throw MachineError.noDescriptors }
    return copy
  }

  static func makeNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// The next byte; nil at the end, or where none came for `patience` milliseconds.
  static func readByte(_ descriptor: Int32, patience: Int32) -> UInt8? {
    var news = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    guard poll(&news, 1, patience) > 0, read(descriptor, &byte, 1) == 1 else { return nil }
    return byte
  }

  /// The next line, without its end; nil where it ends before, or nothing came for `patience`
  /// milliseconds.
  static func readLine(_ descriptor: Int32, patience: Int32) -> String? {
    var line: [UInt8] = []
    while line.count < 1 << 16, let byte = readByte(descriptor, patience: patience) {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  /// Reads to the end, or until nothing came for `patience` milliseconds.
  static func readAll(_ descriptor: Int32, patience: Int32) -> String {
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while text.count < 1 << 16 {
      var news = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&news, 1, patience) > 0 else { break }
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { break }
      text += piece.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension MachineError {
  static var noDescriptors: MachineError {
    MachineError(.notStarted, "No more files can be opened: \(String(cString: strerror(errno))).")
  }
}
