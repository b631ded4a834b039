package import BuildModel
package import struct Foundation.Date

/// An app as Bitrise's API shows it.
package struct AppBody: Codable, Sendable, Equatable {
  package struct Owner: Codable, Sendable, Equatable {
    @EmptyIfAbsent package var accountType: String = ""
    @EmptyIfAbsent package var name: String = ""
    package var slug: String

    package init(accountType: String = "user", name: String, slug: String) {
      self.accountType = accountType
      self.name = name
      self.slug = slug
    }

    enum CodingKeys: String, CodingKey {
      case accountType = "account_type"
      case name, slug
    }
  }

  package var slug: AppSlug
  package var title: String
  @Nullable package var projectType: String? = nil
  @Nullable package var provider: String? = nil
  @Nullable package var repoOwner: String? = nil
  @Nullable package var repoSlug: String? = nil
  @Nullable package var repoURL: String? = nil
  @FalseIfAbsent package var isDisabled: Bool = false
  @Nullable package var status: Int? = nil
  @FalseIfAbsent package var isPublic: Bool = false
  @FalseIfAbsent package var isGithubChecksEnabled: Bool = false
  @Nullable package var projectID: String? = nil
  @Nullable package var avatarURL: String? = nil
  @Nullable package var owner: Owner? = nil

  /// The type of every app here, since nothing depends on it.
  package static let projectType = "other"

  package init(_ app: App, owner: Owner) {
    slug = app.slug
    title = app.title
    isDisabled = false
    status = 1
    isPublic = false
    isGithubChecksEnabled = false
    projectType = Self.projectType
    provider = "custom"
    repoOwner = owner.name
    repoSlug = app.title
    repoURL = RepositoryAddress(app.repository).remote
    self.owner = owner
  }

  enum CodingKeys: String, CodingKey {
    case slug, title, provider, status, owner
    case projectType = "project_type"
    case repoOwner = "repo_owner"
    case repoSlug = "repo_slug"
    case repoURL = "repo_url"
    case isDisabled = "is_disabled"
    case isPublic = "is_public"
    case isGithubChecksEnabled = "is_github_checks_enabled"
    case projectID = "project_id"
    case avatarURL = "avatar_url"
  }
}

/// `POST /apps/register`: adds an app from a folder of the service's computer or a git URL.
package struct RegisterRequest: Codable, Sendable {
  package var repoURL: String
  package var title: String?
  package var isPublic: Bool?
  package var provider: String?
  package var defaultBranchName: String?

  package init(repoURL: String, title: String? = nil, defaultBranchName: String? = nil) {
    self.repoURL = repoURL
    self.title = title
    isPublic = false
    provider = "custom"
    self.defaultBranchName = defaultBranchName
  }

  enum CodingKeys: String, CodingKey {
    case repoURL = "repo_url"
    case title
    case isPublic = "is_public"
    case provider
    case defaultBranchName = "default_branch_name"
  }
}

/// The answer to a registration.
package struct RegisterResponse: Codable, Sendable, Equatable {
  package var status: String
  package var slug: AppSlug

  package init(slug: AppSlug) {
    status = "ok"
    self.slug = slug
  }
}

/// `GET /me`.
package struct MeBody: Codable, Sendable, Equatable {
  package var username: String
  package var slug: String
  @Nullable package var email: String? = nil
  @Nullable package var unconfirmedEmail: String? = nil
  @Nullable package var avatarURL: String? = nil
  @Nullable package var createdAt: Date? = nil
  @Nullable package var dataID: Int? = nil
  @Nullable package var paymentProcessor: String? = nil
  package var hasUsedOrganizationTrial: Bool?

  package init(username: String, slug: String) {
    self.username = username
    self.slug = slug
    hasUsedOrganizationTrial = false
  }

  enum CodingKeys: String, CodingKey {
    case username, slug, email
    case unconfirmedEmail = "unconfirmed_email"
    case avatarURL = "avatar_url"
    case createdAt = "created_at"
    case dataID = "data_id"
    case paymentProcessor = "payment_processor"
    case hasUsedOrganizationTrial = "has_used_organization_trial"
  }
}

/// One entry of `GET /available-stacks`, which is a map by stack name.
package struct StackBody: Codable, Sendable, Equatable {
  package var id: StackName
  package var title: String
  package var os: Stack.System
  @Nullable package var osVersion: Int? = nil
  package var status: String
  @Nullable package var description: String? = nil
  @Nullable package var stackReport: String? = nil
  @Nullable package var removalDate: String? = nil
  /// What only our own service tells.
  package var hasSSH: Bool?
  package var hasScreenShare: Bool?
  /// How long a build may take on it, in seconds.
  package var buildLimitSeconds: Double?

  /// - Parameter buildLimit: how long a build may take, in seconds.
  package init(_ stack: Stack, buildLimit: Double) {
    buildLimitSeconds = buildLimit
    id = stack.name
    title = stack.title
    os = stack.system
    status = "stable"
    hasSSH = true
    hasScreenShare = stack.hasScreenShare
  }

  enum CodingKeys: String, CodingKey {
    case id, title, os, status, description
    case osVersion = "os_version"
    // Bitrise's own spelling.
    case stackReport = "stack-report"
    case removalDate = "removal-date"
    case hasSSH = "has_ssh"
    case hasScreenShare = "has_screen_share"
    case buildLimitSeconds = "build_limit_seconds"
  }
}
