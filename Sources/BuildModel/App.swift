package import struct Foundation.Date

/// A project that builds: a repository with a `bitrise.yml`.
package struct App: Sendable, Equatable, Codable, Identifiable {
  package var id: AppSlug { slug }
  package var slug: AppSlug
  package var title: String
  /// A folder's absolute path or a git URL.
  package var repository: String
  /// The branch a build takes when it is asked for none.
  package var defaultBranch: String
  package var createdAt: Date

  package init(
    slug: AppSlug, title: String, repository: String, defaultBranch: String, createdAt: Date
  ) {
    self.slug = slug
    self.title = title
    self.repository = repository
    self.defaultBranch = defaultBranch
    self.createdAt = createdAt
  }
}
