/// Something on its way to the clipboard.
///
/// Printed or dumped, a secret one shows what it is and never what it holds.
package struct CopyText: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  /// What it is, for the notice: "the command", "the password".
  package var label: String
  package var text: String
  package var isSecret: Bool

  package init(label: String, text: String, isSecret: Bool = false) {
    self.label = label
    self.text = text
    self.isSecret = isSecret
  }

  package var description: String { isSecret ? "\(label) (hidden)" : "\(label): \(text)" }

  package var customMirror: Mirror {
    Mirror(self, children: ["label": label, "text": isSecret ? "(hidden)" : text])
  }
}

/// Where a copied text went, as far as anybody can know.
package enum CopyOutcome: Sendable, Equatable {
  /// A program took it and said so.
  case copied(by: String)
  /// The terminal was asked to take it and does not answer.
  case sentToTerminal
  case failed(String)
}
