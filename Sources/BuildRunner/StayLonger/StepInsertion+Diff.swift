extension StepInsertion {
  /// The change as a unified diff with three lines around it.
  package func diff(name: String) -> [String] {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0.last == "\r" ? $0.dropLast() : $0) }
    let first = max(0, linesBefore - 3)
    let after = linesBefore + inserted.count
    // A text that ends with a newline has no line behind it.
    let count = lines.last == "" ? lines.count - 1 : lines.count
    let last = max(after, min(count, after + 3))
    let old = last - first - inserted.count
    return ["--- a/\(name)", "+++ b/\(name)"]
      + ["@@ -\(first + 1),\(old) +\(first + 1),\(last - first) @@"]
      + lines[first..<linesBefore].map { " " + $0 }
      + inserted.map { "+" + $0 } + lines[after..<last].map { " " + $0 }
  }
}
