import Foundation

/// Something that a test waited for and that did not come.
package struct NeverCame: Error, CustomStringConvertible {
  package let description: String
}

/// Asks until something is so.
///
/// Each question takes its time, since it looks at another process; between two of them whoever
/// else is ready to run gets their turn.
/// - Throws: `NeverCame`, so that a test which waits in vain fails instead of holding all others.
package func waitUntil(
  _ what: String, within patience: Duration = .seconds(30), _ isSo: () throws -> Bool
) throws {
  let end = ContinuousClock.now.advanced(by: patience)
  while try !isSo() {
    guard ContinuousClock.now < end else {
      throw NeverCame(description: "waited \(patience) for \(what)")
    }
    sched_yield()
  }
}
