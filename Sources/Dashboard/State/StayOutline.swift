/// The step that keeps a machine open, and what putting it in would change.
package struct StayOutline: Sendable, Equatable {
  /// Where the changed configuration would go.
  package enum Target: Sendable, Equatable {
    /// The copy that the service keeps.
    case service
    /// This file of the person's computer.
    case file(String)
    /// Nowhere from here; the sentence says where to put it by hand.
    case byHand(String)
  }

  /// The step alone, as YAML.
  package var step: String
  /// Whether the wait fits into the time that a build may take.
  package var fits: Bool
  /// How many seconds of waiting would fit; nil where no limit is known.
  package var most: Int?
  /// The sum of it, in words.
  package var budget: String
  /// The title of the step it would stand after.
  package var after: String
  /// What would change, in the form of `diff -u`.
  package var diff: [String]
  package var remarks: [String]
  package var target: Target
  /// The configuration that the diff begins with: another one must not be written over.
  package var before: String
  package var text: String

  package init(
    step: String, fits: Bool, most: Int? = nil, budget: String, after: String, diff: [String],
    remarks: [String], target: Target, before: String, text: String
  ) {
    self.step = step
    self.fits = fits
    self.most = most
    self.budget = budget
    self.after = after
    self.diff = diff
    self.remarks = remarks
    self.target = target
    self.before = before
    self.text = text
  }
}
