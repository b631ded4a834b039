package import BuildModel

/// One switch of rolling builds: newer builds take the place of older ones.
package struct RollingBody: Codable, Sendable, Equatable {
  /// Nil for every workflow without a switch of its own.
  @Nullable package var workflow: String? = nil
  /// Nil, in a request, for both.
  package var kind: RollingKind?
  package var enabled: Bool

  package init(workflow: String?, kind: RollingKind?, enabled: Bool) {
    self.workflow = workflow
    self.kind = kind
    self.enabled = enabled
  }
}
