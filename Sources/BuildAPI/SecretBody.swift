/// A secret of an app, in Bitrise's shape.
package struct SecretBody: Codable, Sendable, Equatable {
  package var id: String
  package var name: String
  package var scope: String
  package var isProtected: Bool
  package var isExposedForPullRequests: Bool
  package var expandInStepInputs: Bool
  /// Only where one secret is asked for and it is not protected.
  package var value: String?

  package init(
    id: String, name: String, isProtected: Bool, isExposedForPullRequests: Bool,
    expandInStepInputs: Bool, value: String?
  ) {
    self.id = id
    self.name = name
    scope = "app"
    self.isProtected = isProtected
    self.isExposedForPullRequests = isExposedForPullRequests
    self.expandInStepInputs = expandInStepInputs
    self.value = value
  }

  enum CodingKeys: String, CodingKey {
    case id, name, scope, value
    case isProtected = "is_protected"
    case isExposedForPullRequests = "is_exposed_for_pull_requests"
    case expandInStepInputs = "expand_in_step_inputs"
  }
}

/// `GET …/secrets`, without values.
package struct SecretsBody: Codable, Sendable, Equatable {
  package var secrets: [SecretBody]
  package init(secrets: [SecretBody]) { self.secrets = secrets }
}

/// What a secret shall be; what is left out stays as it is, or is false.
package struct SecretRequest: Codable, Sendable {
  /// Where a secret is made; elsewhere the path has it.
  package var name: String?
  package var value: String?
  package var isProtected: Bool?
  package var isExposedForPullRequests: Bool?
  package var expandInStepInputs: Bool?

  package init(
    value: String?, isProtected: Bool? = nil, isExposedForPullRequests: Bool? = nil,
    expandInStepInputs: Bool? = nil
  ) {
    self.value = value
    self.isProtected = isProtected
    self.isExposedForPullRequests = isExposedForPullRequests
    self.expandInStepInputs = expandInStepInputs
  }

  enum CodingKeys: String, CodingKey {
    case name, value
    case isProtected = "is_protected"
    case isExposedForPullRequests = "is_exposed_for_pull_requests"
    case expandInStepInputs = "expand_in_step_inputs"
  }
}

/// `GET …/secrets/{name}/value`.
package struct SecretValueBody: Codable, Sendable, Equatable {
  package var value: String
  package init(value: String) { self.value = value }
}
