/// What `ssh` said when a connection came to nothing, as one sentence for the person.
package enum SSHComplaint {
  /// Whether the machine has shown another host key than the service told.
  package static func isKeyChanged(_ text: String) -> Bool {
    text.contains("HOST IDENTIFICATION HAS CHANGED")
      || text.contains("Host key verification failed")
  }

  /// - Parameters:
  ///   - text: all that it wrote.
  ///   - expected: the fingerprint of the host key that the service told, where it did.
  /// - Returns: nil where it said nothing.
  package static func sentence(_ text: String, expected: String?) -> String? {
    if isKeyChanged(text) {
      let seen = text.firstMatch(of: #/SHA256:[A-Za-z0-9+\/=]+/#).map { String($0.output) }
      let known = expected.map { "but the service told \($0)" } ?? "and was another one before"
      return "The machine's host key is \(seen ?? "another one"), \(known):"
        + " somebody else may be answering, so nothing was sent."
    }
    return text.split(whereSeparator: \.isNewline).last.map(String.init)
  }
}
