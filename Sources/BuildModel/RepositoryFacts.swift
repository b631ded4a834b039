/// What was found where a repository was said to lie.
package struct RepositoryFacts: Sendable, Equatable {
  /// A folder's path without symbolic links, or a git URL.
  package var address: String
  /// The branch that is checked out, or the remote's own default; nil where there is none.
  package var defaultBranch: String?

  package init(address: String, defaultBranch: String?) {
    self.address = address
    self.defaultBranch = defaultBranch
  }
}
