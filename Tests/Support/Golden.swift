package import Foundation
package import TerminalSurface
package import Testing
package import Theming

/// Compares a surface with the picture of it in `Golden/` beside the test's file.
///
/// A picture is written only with `RECORD_GOLDEN=1` in the environment: look at it, then commit it
/// with the change. With a theme, the legend names roles, so a new shade of red changes no picture.
package func expectGolden(
  _ surface: Surface, _ name: String, theme: Theme? = nil, filePath: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(filePath: filePath).deletingLastPathComponent()
    .appending(path: "Golden").appending(path: name + ".txt")
  let record = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
  if let problem = goldenProblem(
    goldenPicture(surface, theme: theme), file: file, record: record)
  {
    Issue.record(Comment(rawValue: problem), sourceLocation: sourceLocation)
  }
}

/// A surface as it stands in a picture's file.
package func goldenPicture(_ surface: Surface, theme: Theme? = nil) -> String {
  GoldenPicture(surface, theme: theme).text
}

/// What is wrong with a picture, as a sentence with both pictures; nil if nothing.
package func goldenProblem(_ picture: String, file: URL, record: Bool) -> String? {
  do {
    if record {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try picture.write(to: file, atomically: true, encoding: .utf8)
      return nil
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    if expected == picture { return nil }
    return "\(file.lastPathComponent) differs:\n" + difference(from: expected, to: picture)
  } catch {
    return "cannot use \(file.path): \(error)\nRecord it with RECORD_GOLDEN=1. It would be:\n"
      + picture
  }
}

private func difference(from expected: String, to picture: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = picture.split(separator: "\n", omittingEmptySubsequences: false)
  let lines = (0..<max(old.count, new.count)).flatMap { index -> [String] in
    let (was, now) = (
      index < old.count ? String(old[index]) : nil, index < new.count ? String(new[index]) : nil
    )
    if was == now { return [] }
    return [was.map { "\(index + 1) -|\($0)" }, now.map { "\(index + 1) +|\($0)" }]
      .compactMap { $0 }
  }
  return lines.joined(separator: "\n") + "\nThe whole of it now:\n" + picture
}
