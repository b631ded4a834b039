import Synchronization

/// Values that a step has called sensitive with `envman add --sensitive`, as it goes on.
///
/// The step's own output may hold such a value at once. What it says after `envman` has returned
/// comes after the note in its file: so whoever reads output and then looks here is never late.
final class SensitiveNotes: Sendable {
  static let file = "sensitive"
  /// More than a redaction takes from a build anyway.
  private static let limit = 4 << 20

  private let scratch: Scratch
  private let redaction: Redaction
  /// How much of the file is known, up to the end of a value.
  private let known = Mutex(0)

  init(scratch: Scratch, redaction: Redaction) {
    self.scratch = scratch
    self.redaction = redaction
  }

  /// Hides what was noted since the last look.
  func look() {
    known.withLock { known in
      guard let bytes = scratch.tail(of: Self.file, from: known, limit: Self.limit),
        let end = bytes.lastIndex(of: 0)
      else { return }
      known += end + 1
      redaction.addFromBuild(
        bytes[..<end].split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// Forgets what a step has noted, before the next one.
  func clear() {
    known.withLock { known in
      scratch.remove(Self.file)
      known = 0
    }
  }
}
