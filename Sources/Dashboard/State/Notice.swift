package import struct Foundation.Date

/// One sentence for the status bar, about what just happened.
package struct Notice: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case news
    /// A key that does nothing now, and why.
    case hint
    case problem
    /// A machine closes soon.
    case warning
  }

  package var text: String
  package var kind: Kind
  /// When it goes by itself; a problem stays until the next key.
  package var expiry: Date?

  /// Whether it waits for somebody who is not there now.
  var stands: Bool { kind == .warning && expiry == nil }

  package init(_ text: String, _ kind: Kind, expiry: Date? = nil) {
    self.text = text
    self.kind = kind
    self.expiry = expiry
  }
}
