/// The frame that Bitrise's command line prints where a step begins.
///
/// A line of dashes, then `| (0) Title |`.
struct StepBox {
  /// Where its first line begins.
  var start: Substring.Index
  /// Where the line with the title ends.
  var titleEnd: Substring.Index

  /// The first frame of the step of this number.
  ///
  /// Only that one is looked for: what a script prints that looks like a frame is rarely next.
  static func first(in text: Substring, number: Int) -> StepBox? {
    let mark = Array("| (\(number)) ".utf8)
    let bytes = text.utf8
    var line = bytes.startIndex
    var former: Substring.Index?
    while line < bytes.endIndex {
      let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      if bytes[line] == UInt8(ascii: "|"), bytes[line..<end].starts(with: mark) {
        let isFramed = former.map { bytes[$0] == UInt8(ascii: "+") } ?? false
        return StepBox(start: isFramed ? former ?? line : line, titleEnd: end)
      }
      former = line
      line = end == bytes.endIndex ? end : bytes.index(after: end)
    }
    return nil
  }
}
