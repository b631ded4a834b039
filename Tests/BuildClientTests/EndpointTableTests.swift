import Foundation
import Testing

/// The table of what is asked of Bitrise and of the tests that cover it.
@Suite struct EndpointTableTests {
  private let tests = URL(filePath: #filePath).deletingLastPathComponent()

  private var rows: [[String]] {
    get throws {
      let page = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/airlock/airlock.docc/Bitrise.md")
      return try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        .filter { $0.hasPrefix("| ") && !$0.contains("| Answer |") }
        .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    }
  }

  @Test func `every row names a test that is there`() throws {
    let sources = try FileManager.default.contentsOfDirectory(atPath: tests.path)
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOf: tests.appending(path: $0), encoding: .utf8) }.joined()
    let rows = try rows
    #expect(rows.count > 30)
    for row in rows {
      let name = try #require(row.last)
      #expect(sources.contains("`\(name)`"), "\(name)")
    }
  }
}
