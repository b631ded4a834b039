import GRDB

/// A part of commit messages, to be found in whatever case.
struct MessageNeedle {
  let text: String

  /// Calls for each build of a range whose message holds the needle.
  func find(
    in range: ClosedRange<Int64>, _ database: Database, _ body: (Int64) -> Void
  ) throws {
    let search = search
    let ids = try Int64.fetchCursor(
      database.cachedStatement(sql: search.sql),
      arguments: search.arguments + [range.lowerBound, range.upperBound])
    while let id = try ids.next() { body(id) }
  }

  private var search: (sql: String, arguments: StatementArguments) {
    // The index is made of all runs of three characters: it cannot find fewer.
    guard text.unicodeScalars.count < 3 else {
      let phrase = "\"\(text.replacing("\"", with: "\"\""))\""
      return (
        "SELECT rowid FROM build_text WHERE build_text MATCH ? AND rowid BETWEEN ? AND ?", [phrase]
      )
    }
    let variants = caseVariants
    let likes = Array(repeating: "commit_message LIKE ? ESCAPE '\\'", count: variants.count)
    return (
      "SELECT id FROM build WHERE (\(likes.joined(separator: " OR "))) AND id BETWEEN ? AND ?",
      StatementArguments(variants.map { "%\($0)%" })
    )
  }

  /// The needle as patterns that together match it in any case; LIKE itself knows of A to Z only.
  private var caseVariants: [String] {
    text.unicodeScalars.reduce([""]) { variants, scalar in
      var forms = [String(scalar)]
      if "%_\\".unicodeScalars.contains(scalar) {
        forms = ["\\\(scalar)"]
      } else if !scalar.isASCII {
        let properties = scalar.properties
        forms = Array(
          Set(forms + [properties.lowercaseMapping, properties.uppercaseMapping]))
      }
      return variants.flatMap { variant in forms.map { variant + $0 } }
    }
  }
}
