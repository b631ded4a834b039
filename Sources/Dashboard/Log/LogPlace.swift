/// A line of a log, whether or not the line is held: the chunk in which it begins, and which of
/// that chunk's lines it is.
///
/// Unlike a line number it is known without reading all that comes before.
package struct LogPlace: Sendable, Hashable, Comparable {
  package var chunk: Int
  package var line: Int

  package init(chunk: Int, line: Int = 0) {
    self.chunk = chunk
    self.line = line
  }

  package static func < (left: LogPlace, right: LogPlace) -> Bool {
    (left.chunk, left.line) < (right.chunk, right.line)
  }
}
