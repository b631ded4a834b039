import Synchronization

/// The values that nobody may read in a build's log and reports.
///
/// Follows Bitrise: any value that is not blank counts, however short, and a value of several
/// lines also with its line ends written as `\n`. Beyond Bitrise, each line of such a value counts
/// by itself, and so does a value without the blanks around it, from three bytes on.
package final class Redaction: Sendable {
  package static let mask = "[REDACTED]"
  /// A part of a value counts by itself from this many bytes on: `}` is a line of many secrets.
  private static let shortestPart = 3
  /// What a build may mark as sensitive in all; the texts are kept in memory.
  private static let limit = 1 << 20

  private struct State {
    var texts: Set<[UInt8]> = []
    var size = 0
    /// Changes with every text, so that streams notice.
    var generation = 0
    var matcher: SecretMatcher?
    var isOverfull = false
  }

  private let state = Mutex(State())

  package init() {}

  /// Hides values from now on.
  package func add(_ values: [String]) { add(values, limit: .max) }

  /// Hides values that a build names itself, as far as there is room for them.
  ///
  /// A value for which there is none makes everything hidden: see `isOverfull`.
  func addFromBuild(_ values: [String]) { add(values, limit: Self.limit) }

  /// Whether there are more values than can be looked for; nothing of the output is safe then.
  var isOverfull: Bool { state.withLock { $0.isOverfull } }

  /// What to look for now; nil where there is nothing to hide.
  var current: (generation: Int, matcher: SecretMatcher?) {
    state.withLock { ($0.generation, $0.matcher) }
  }

  /// The text with everything hidden that must be.
  package func apply(to text: String) -> String {
    guard current.matcher != nil else { return text }
    return String(decoding: apply(to: Array(text.utf8)), as: UTF8.self)
  }

  func apply(to bytes: [UInt8]) -> [UInt8] {
    var stream = RedactionStream(self)
    return stream.pass(bytes) + stream.rest()
  }

  private func add(_ values: [String], limit: Int) {
    let texts = values.flatMap(Self.texts)
    state.withLock { state in
      let new = Set(texts).subtracting(state.texts)
      guard !new.isEmpty else { return }
      let size = new.reduce(state.size) { $0 + $1.count }
      guard size <= limit else {
        state.isOverfull = true
        return
      }
      state.texts.formUnion(new)
      state.size = size
      state.generation += 1
      state.matcher = SecretMatcher(state.texts)
    }
  }

  private static func texts(of value: String) -> [[UInt8]] {
    guard !value.allSatisfy(\.isWhitespace) else { return [] }
    var parts = [value.trimmingWhitespace()]
    if value.contains(where: \.isNewline) {
      parts += value.split(whereSeparator: \.isNewline).map { $0.trimmingWhitespace() }
      parts.append(value.replacing("\r\n", with: "\\n").replacing("\n", with: "\\n"))
    }
    return [Array(value.utf8)]
      + parts.map { Array($0.utf8) }.filter { $0.count >= shortestPart }
  }
}

/// A log in which nothing stands that must be hidden, for texts that are whole.
struct RedactedLog: BuildLog {
  let log: any BuildLog
  let redaction: Redaction

  func write(_ bytes: [UInt8]) -> Int? { log.write(redaction.apply(to: bytes)) }
}
