/// What keeps a build from running, beyond its configuration.
package struct RunError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence: what was wrong, where, what to do.
  package var sentence: String
  package var description: String { sentence }

  package init(_ sentence: String) { self.sentence = sentence }
}
