import BuildModel

/// The variables of a build, in Bitrise's order, as they grow from step to step.
struct BuildEnvironment {
  private let base: [String: String]
  private(set) var variables: [DeclaredVariable]
  /// What the steps of one bundle see instead, while its steps run.
  private var scope: (number: Int, variables: [DeclaredVariable])?
  var failure: Failure?

  /// The first step that made the build fail, for the steps that run all the same.
  struct Failure: Sendable, Equatable {
    var title: String
    var message: String
  }

  init(base: [String: String], variables: [DeclaredVariable]) {
    self.base = base
    self.variables = variables
  }

  mutating func add(_ more: [DeclaredVariable]) {
    variables += more
    scope?.variables += more
  }

  /// Goes into the bundle of a step, or out of it where the step stands in none.
  mutating func enter(_ bundles: [WorkflowPlan.BundleScope]) {
    guard bundles.last?.number != scope?.number else { return }
    scope = bundles.last.map { ($0.number, variables + bundles.flatMap(\.environment)) }
  }

  /// What a program of the build finds now, with a step's inputs where it is a step's.
  func values(inputs: [DeclaredVariable] = []) -> [String: String] {
    Expansion.environment(
      base.merging(status) { $1 }, adding: (scope?.variables ?? variables) + inputs
    )
    // Whatever a configuration says, these tell the truth.
    .merging(status) { $1 }
  }

  /// The values that were called sensitive, as they have become.
  func sensitiveValues(
    of values: [String: String], inputs: [DeclaredVariable] = []
  ) -> [String] {
    // The last word counts: a variable that takes the place of a secret is none.
    let all = (scope?.variables ?? variables) + inputs
    let isSensitive = all.reduce(into: [:]) { $0[$1.key] = $1.isSensitive }
    return values.filter { isSensitive[$0.key] == true }.map(\.value)
  }

  private var status: [String: String] {
    let number = failure == nil ? "0" : "1"
    var values = ["BITRISE_BUILD_STATUS": number, "STEPLIB_BUILD_STATUS": number]
    if let failure {
      values["BITRISE_FAILED_STEP_TITLE"] = failure.title
      values["BITRISE_FAILED_STEP_ERROR_MESSAGE"] = failure.message
    }
    return values
  }
}
