package import BuildModel

/// A variable as a configuration, a step or a person declares it.
package struct DeclaredVariable: Sendable, Equatable {
  package var key: String
  package var value: String
  package var options = Options()

  /// What stands below `opts`; nil where nothing does.
  package struct Options: Sendable, Equatable {
    package var isExpand: Bool?
    package var isRequired: Bool?
    package var isSensitive: Bool?
    package var isTemplate: Bool?
    package var skipIfEmpty: Bool?
    package var isUnset: Bool?
    package var valueOptions: [String]?

    /// These where they are set, else those of the step's author.
    func merged(over base: Options) -> Options {
      Options(
        isExpand: isExpand ?? base.isExpand, isRequired: isRequired ?? base.isRequired,
        isSensitive: isSensitive ?? base.isSensitive, isTemplate: isTemplate ?? base.isTemplate,
        skipIfEmpty: skipIfEmpty ?? base.skipIfEmpty, isUnset: isUnset ?? base.isUnset,
        valueOptions: valueOptions ?? base.valueOptions)
    }
  }

  package init(key: String, value: String, options: Options = Options()) {
    self.key = key
    self.value = value
    self.options = options
  }

  package init(_ variable: EnvironmentVariable, isSensitive: Bool = false) {
    key = variable.key
    value = variable.value
    options.isExpand = variable.isExpand
    if isSensitive { options.isSensitive = true }
  }

  var isExpand: Bool { options.isExpand ?? true }
  var isSensitive: Bool { options.isSensitive ?? false }
}
