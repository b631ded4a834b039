import Yams

/// Puts a step into the text of a `bitrise.yml` and leaves every other character as it is.
///
/// The place is looked for in the text, and then the whole is read again: it is taken only where
/// the tree is the old one with the step after the other one, and nothing else.
package struct StepInsertion: Sendable, Equatable {
  /// The new text.
  package var text: String
  /// The lines that came in, without newlines.
  package var inserted: [String]
  /// The number of lines before the first of them.
  package var linesBefore: Int

  /// Inserts a step after another.
  ///
  /// - Parameters:
  ///   - place: where the other one's name stands.
  ///   - name: the text's name for messages.
  /// - Throws: `ConfigurationError` where the list is written in a way that cannot be added to.
  package init(
    _ step: StayStep, after place: ConfigurationPlace, in text: String, name: String
  ) throws {
    let yaml = YAMLText(file: name)
    guard let tree = try yaml.tree(of: text), let path = StepPath(to: place, in: tree) else {
      throw place.fault("the step to stay after is not found here; put the new one in by hand")
    }
    let lines = SourceLines(text)
    guard let line = place.line, let dash = lines.dash(before: line - 1) else {
      throw place.fault(
        "the step is not written behind a dash of its own (in brackets, perhaps); put the new one in"
          + " by hand")
    }
    let wanted = try Yams.compose(yaml: step.lines().joined(separator: "\n") + "\n")
    let added = step.lines(indent: dash.indent)
    for end in lines.ends(ofEntryAt: dash) {
      let changed = lines.inserting(added, at: end)
      guard let new = try? yaml.tree(of: changed), let wanted = wanted?.sequence?.first,
        TreeComparison().isSame(tree, new, adding: wanted, after: path)
      else { continue }
      self.text = changed
      inserted = added
      linesBefore = end
      return
    }
    let remark = lines.endsWithNewline ? "" : " (the file's last line has no newline: add one)"
    throw place.fault(
      "no step can be put in after this one without changing more than that\(remark); put the new"
        + " one in by hand")
  }
}
