package import BuildModel

/// A variable of a trigger; `mapped_to` is the deprecated name of `key` that clients still send.
package struct VariableBody: Codable, Sendable, Equatable {
  package var key: String
  package var value: String
  package var isExpand: Bool?

  package init(key: String, value: String, isExpand: Bool? = nil) {
    self.key = key
    self.value = value
    self.isExpand = isExpand
  }

  enum CodingKeys: String, CodingKey {
    case key
    case mappedTo = "mapped_to"
    case value
    case isExpand = "is_expand"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let mappedTo = try container.decodeIfPresent(String.self, forKey: .mappedTo)
    let key = try container.decodeIfPresent(String.self, forKey: .key) ?? mappedTo
    self.key = try key ?? container.decode(String.self, forKey: .key)
    value = try container.decode(String.self, forKey: .value)
    isExpand = try container.decodeIfPresent(Bool.self, forKey: .isExpand)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try container.encode(value, forKey: .value)
    try container.encodeIfPresent(isExpand, forKey: .isExpand)
  }
}

/// `POST /apps/{a}/builds`.
package struct TriggerRequest: Codable, Sendable {
  package struct HookInfo: Codable, Sendable {
    package var type: String
    package init(type: String = "bitrise") { self.type = type }
  }

  package var hookInfo: HookInfo
  package var buildParams: BuildParams
  package var triggeredBy: String?
  /// Our own: whether the build waits until somebody releases it.
  ///
  /// Not one of the parameters, which a rebuild takes over.
  package var isOnHold: Bool?
  /// Our own: Bitrise opens the machines of rebuilds alone.
  package var access: RemoteAccessWish
  /// Whether secrets came with it; they are not kept, not even for a moment.
  package private(set) var hasSecrets = false

  package init(
    buildParams: BuildParams, triggeredBy: String? = nil, isOnHold: Bool? = nil,
    access: RemoteAccessWish = RemoteAccessWish()
  ) {
    hookInfo = HookInfo()
    self.buildParams = buildParams
    self.triggeredBy = triggeredBy
    self.isOnHold = isOnHold
    self.access = access
  }

  enum CodingKeys: String, CodingKey {
    case hookInfo = "hook_info"
    case buildParams = "build_params"
    case triggeredBy = "triggered_by"
    case isOnHold = "is_on_hold"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    hookInfo = try container.decode(HookInfo.self, forKey: .hookInfo)
    buildParams = try container.decode(BuildParams.self, forKey: .buildParams)
    triggeredBy = try container.decodeIfPresent(String.self, forKey: .triggeredBy)
    isOnHold = try container.decodeIfPresent(Bool.self, forKey: .isOnHold)
    access = try RemoteAccessWish(from: decoder)
    let secrets = try container.decode(Secrets.self, forKey: .buildParams).secrets
    hasSecrets = secrets?.isEmpty == false
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(hookInfo, forKey: .hookInfo)
    try container.encode(buildParams, forKey: .buildParams)
    try container.encodeIfPresent(triggeredBy, forKey: .triggeredBy)
    try container.encodeIfPresent(isOnHold, forKey: .isOnHold)
    try access.encode(to: encoder)
  }

  private struct Secrets: Decodable {
    var secrets: [VariableBody]?
  }
}

/// The answer to a trigger and to a rebuild; `slug` is the *app's*.
package struct TriggerResponse: Codable, Sendable, Equatable {
  package struct Result: Codable, Sendable, Equatable {
    package var buildSlug: BuildSlug
    package var buildNumber: Int
    package var buildURL: String
    package var triggeredWorkflow: String
    package var triggeredPipeline: String
    package var status: String
    package var message: String

    enum CodingKeys: String, CodingKey {
      case buildSlug = "build_slug"
      case buildNumber = "build_number"
      case buildURL = "build_url"
      case triggeredWorkflow = "triggered_workflow"
      case triggeredPipeline = "triggered_pipeline"
      case status, message
    }
  }

  package var status: String?
  package var message: String?
  package var slug: AppSlug?
  package var service: String?
  package var buildSlug: BuildSlug
  package var buildNumber: Int
  package var buildURL: String?
  package var triggeredWorkflow: String?
  package var results: [Result]?
  /// Our own: what there is to say of the build; stands in `message` as well.
  package var notes: [String]?

  package init(app: AppSlug, build: Build, buildURL: String, notes: [String] = []) {
    let message = (["webhook processed"] + notes).joined(separator: "; ")
    self.notes = notes
    status = "ok"
    self.message = message
    slug = app
    service = "bitrise"
    buildSlug = build.slug
    buildNumber = build.number
    self.buildURL = buildURL
    triggeredWorkflow = build.workflow
    results = [
      Result(
        buildSlug: build.slug, buildNumber: build.number, buildURL: buildURL,
        triggeredWorkflow: build.workflow, triggeredPipeline: "", status: "ok", message: message)
    ]
  }

  enum CodingKeys: String, CodingKey {
    case status, message, slug, service
    case buildSlug = "build_slug"
    case buildNumber = "build_number"
    case buildURL = "build_url"
    case triggeredWorkflow = "triggered_workflow"
    case results, notes
  }
}

extension TriggerResponse {
  /// The fields of the build itself are on their way out at Bitrise; its list of results has them.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    results = try container.decodeIfPresent([Result].self, forKey: .results)
    let first = results?.first
    status = try container.decodeIfPresent(String.self, forKey: .status)
    message = try container.decodeIfPresent(String.self, forKey: .message)
    slug = try container.decodeIfPresent(AppSlug.self, forKey: .slug)
    service = try container.decodeIfPresent(String.self, forKey: .service)
    buildURL = try container.decodeIfPresent(String.self, forKey: .buildURL) ?? first?.buildURL
    triggeredWorkflow =
      try container.decodeIfPresent(String.self, forKey: .triggeredWorkflow)
      ?? first?.triggeredWorkflow
    notes = try container.decodeIfPresent([String].self, forKey: .notes)
    let build = try container.decodeIfPresent(BuildSlug.self, forKey: .buildSlug)
    let number = try container.decodeIfPresent(Int.self, forKey: .buildNumber)
    buildSlug =
      try build ?? first?.buildSlug ?? container.decode(BuildSlug.self, forKey: .buildSlug)
    buildNumber =
      try number ?? first?.buildNumber ?? container.decode(Int.self, forKey: .buildNumber)
  }
}

/// `POST …/rebuild`.
package struct RebuildRequest: Codable, Sendable {
  package var access: RemoteAccessWish
  /// Nil for that of the build that is run again, or of the configuration.
  package var stack: String?

  package init(access: RemoteAccessWish, stack: String? = nil) {
    self.access = access
    self.stack = stack
  }

  enum CodingKeys: String, CodingKey {
    case stack
  }

  package init(from decoder: any Decoder) throws {
    access = try RemoteAccessWish(from: decoder)
    stack = try decoder.container(keyedBy: CodingKeys.self)
      .decodeIfPresent(String.self, forKey: .stack)
  }

  package func encode(to encoder: any Encoder) throws {
    try access.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(stack, forKey: .stack)
  }
}

/// `POST …/abort`.
package struct AbortRequest: Codable, Sendable {
  package var abortReason: String?
  package var abortWithSuccess: Bool?

  package init(abortReason: String? = nil, abortWithSuccess: Bool? = nil) {
    self.abortReason = abortReason
    self.abortWithSuccess = abortWithSuccess
  }

  enum CodingKeys: String, CodingKey {
    case abortReason = "abort_reason"
    case abortWithSuccess = "abort_with_success"
  }
}

/// `{"status": "ok"}`, the answer to an abort.
package struct StatusBody: Codable, Sendable, Equatable {
  package var status: String
  package init(status: String = "ok") { self.status = status }
}
