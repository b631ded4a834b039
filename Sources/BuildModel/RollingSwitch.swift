/// What makes builds roll: the same branch or the same pull request, each switched by itself.
package enum RollingKind: String, Sendable, Codable, CaseIterable {
  case push
  case pullRequest = "pull_request"
}

/// Whether newer builds take the place of older ones.
package struct RollingSwitch: Sendable, Equatable {
  /// Nil for every workflow without a switch of its own.
  package var workflow: String?
  package var kind: RollingKind
  package var isOn: Bool

  package init(workflow: String?, kind: RollingKind, isOn: Bool) {
    self.workflow = workflow
    self.kind = kind
    self.isOn = isOn
  }
}
