package import struct Foundation.Date

/// A piece of a build's log as it was written.
package struct LogChunk: Sendable, Equatable, Codable {
  /// Counts from 1.
  package var position: Int
  package var text: String
  /// On the service's clock; nil where the service does not tell.
  package var writtenAt: Date?

  package init(position: Int, text: String, writtenAt: Date?) {
    self.position = position
    self.text = text
    self.writtenAt = writtenAt
  }
}
