package import Foundation

/// A service the dashboard talks to.
package struct Connection: Sendable {
  /// `local`, or a name of the user's.
  package var name: String
  /// Up to and without `/v0.1`.
  package var url: URL
  /// What the service knows the user by; never shown or logged.
  package var token: Token

  /// Whether it is this computer's own service, which is started and missed at once.
  package var isOwn: Bool

  package init(name: String, url: URL, token: Token, isOwn: Bool = false) {
    self.name = name
    self.url = url
    self.token = token
    self.isOwn = isOwn
  }
}

/// A secret that prints itself as nothing.
package struct Token: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package let text: String
  package init(_ text: String) { self.text = text }
  package var description: String { "(a token)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
