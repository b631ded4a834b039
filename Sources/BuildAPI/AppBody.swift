package import BuildModel

/// An app as Bitrise's API shows it.
package struct AppBody: Codable, Sendable, Equatable {
  package struct Owner: Codable, Sendable, Equatable {
    package var accountType: String
    package var name: String
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
  package var isDisabled: Bool
  package var status: Int
  package var isPublic: Bool
  package var isGithubChecksEnabled: Bool
  @Nullable package var avatarURL: String? = nil
  @Nullable package var owner: Owner? = nil

  package init(_ app: App, owner: Owner) {
    slug = app.slug
    title = app.title
    isDisabled = false
    status = 1
    isPublic = false
    isGithubChecksEnabled = false
    projectType = "other"
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
    case avatarURL = "avatar_url"
  }
}

/// `POST /apps/register`: adds an app from a folder of the service's computer or a git URL.
package struct RegisterRequest: Codable, Sendable {
  package var repoURL: String
  package var title: String?
  package var isPublic: Bool
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
  @Nullable package var avatarURL: String? = nil

  package init(username: String, slug: String) {
    self.username = username
    self.slug = slug
  }

  enum CodingKeys: String, CodingKey {
    case username, slug, email
    case avatarURL = "avatar_url"
  }
}

/// One entry of `GET /available-stacks`, which is a map by stack name.
package struct StackBody: Codable, Sendable, Equatable {
  package var id: StackName
  package var title: String
  package var os: Stack.System
  @Nullable package var osVersion: String? = nil
  package var status: String
  /// What only our own service tells.
  package var hasSSH: Bool?
  package var hasScreenShare: Bool?

  package init(_ stack: Stack) {
    id = stack.name
    title = stack.title
    os = stack.system
    status = "stable"
    hasSSH = true
    hasScreenShare = stack.hasScreenShare
  }

  enum CodingKeys: String, CodingKey {
    case id, title, os, status
    case osVersion = "os_version"
    case hasSSH = "has_ssh"
    case hasScreenShare = "has_screen_share"
  }
}
