import BuildAPI
import BuildModel
import Foundation

/// Where a reader of a log stands: after which chunk.
///
/// On the wire it is a timestamp, as Bitrise's. Several chunks can be written within one tick of
/// a clock, so ours is the second of the last chunk and, as nanoseconds, its position: it reads as
/// a time and loses no chunk.
struct LogCursor: Equatable {
  var position: Int

  init(position: Int) { self.position = position }

  /// Nil for a time that is no cursor of ours.
  init?(_ text: String) {
    guard text.hasSuffix("Z"), let dot = text.lastIndex(of: ".") else { return nil }
    let digits = text[text.index(after: dot)...].dropLast()
    guard digits.count == 9, let position = Int(digits) else { return nil }
    self.position = position
  }

  func text(writtenAt time: Date) -> String {
    let digits = String(position)
    let fraction = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    return "\(WireTime.text(time.wholeSeconds).dropLast()).\(fraction)Z"
  }
}
