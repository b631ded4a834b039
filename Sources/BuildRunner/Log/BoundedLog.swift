import Synchronization

/// Lets through so much of what steps say and no more: a build that prints without end must not
/// fill the disk.
final class BoundedLog: BuildLog {
  private let log: any BuildLog
  private let limit: Int
  /// How much more may be written; nil once the limit was reached.
  private let room: Mutex<Int?>

  /// - Parameter limit: in bytes, over the whole build.
  init(_ log: any BuildLog, limit: Int) {
    self.log = log
    self.limit = limit
    room = Mutex(limit)
  }

  func write(_ bytes: [UInt8]) -> Int? {
    let (allowed, isLast) = room.withLock { room -> (Int, Bool) in
      guard let left = room else { return (0, false) }
      room = bytes.count <= left ? left - bytes.count : nil
      return (min(left, bytes.count), room == nil)
    }
    let position = allowed > 0 ? log.write(Array(bytes[..<allowed])) : nil
    guard isLast else { return position }
    return log.write(
      "\n\u{1b}[31;1mThe log has reached its limit of \(Self.text(limit)); the build goes on, but"
        + " what its steps say from here on is not kept.\u{1b}[0m\n")
  }

  private static func text(_ bytes: Int) -> String {
    switch bytes {
    case (1 << 30)...: "\(bytes >> 30) GiB"
    case (1 << 20)...: "\(bytes >> 20) MiB"
    default: "\(bytes) bytes"
    }
  }
}
