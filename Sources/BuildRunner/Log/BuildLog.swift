/// Where a build's log goes, chunk by chunk.
///
/// Called from several threads, one at a time for each step. A log that cannot be written any
/// more ends its build by itself: nobody who only has something to say can do anything about it.
package protocol BuildLog: Sendable {
  /// Adds a chunk.
  ///
  /// - Returns: its position, counted from 1; nil where it could not be kept.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Int?
}

extension BuildLog {
  @discardableResult
  package func write(_ text: String) -> Int? { write(Array(text.utf8)) }
}
