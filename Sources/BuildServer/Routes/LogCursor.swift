import BuildAPI
import BuildModel
import Foundation
import Hummingbird

/// Where a reader of a log stands: at which chunk.
///
/// On the wire it is a timestamp, as Bitrise's. Several chunks can be written within one tick of
/// a clock, so ours is the second of the chunk and, as nanoseconds, its position: it reads as
/// a time and loses no chunk.
enum LogCursor {
  /// Nil for a time that is no cursor of ours.
  static func position(in text: String) -> Int? {
    guard text.hasSuffix("Z"), let dot = text.lastIndex(of: ".") else { return nil }
    let digits = text[text.index(after: dot)...].dropLast()
    return digits.count == 9 ? Int(digits) : nil
  }

  static func text(_ chunk: LogChunk) -> String {
    let digits = String(chunk.position)
    let fraction = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    // A spool knows the time of each of its chunks.
    let time = chunk.writtenAt ?? Date(timeIntervalSince1970: 0)
    return "\(WireTime.text(time.wholeSeconds).dropLast()).\(fraction)Z"
  }
}

/// Which part of a log somebody asks for.
enum LogPlace: Equatable {
  case after(Int), afterTime(Date)
  case before(Int), beforeTime(Date)

  /// Our own `after_position` says it, Bitrise's cursors mean it; nil where none is given.
  init?(_ request: Request) throws {
    let mostDigits = 1 << 40
    if let position = try request.query("after_position", as: Int.self, "a number") {
      guard (0...mostDigits).contains(position) else {
        throw Refusal(.badRequest, "after_position must be a position, not \(position).")
      }
      self = .after(position)
    } else if let cursor = request.query("after_timestamp") {
      self =
        try LogCursor.position(in: cursor).map { .after($0) }
        ?? .afterTime(Self.time(cursor, "after_timestamp"))
    } else if let cursor = request.query("before_timestamp") {
      self =
        try LogCursor.position(in: cursor).map { .before($0) }
        ?? .beforeTime(Self.time(cursor, "before_timestamp"))
    } else {
      return nil
    }
  }

  private static func time(_ text: String, _ name: String) throws -> Date {
    guard let time = WireTime.date(text) else {
      throw Refusal(.badRequest, "\(name) must be a time, not \"\(text)\".")
    }
    return time
  }
}
