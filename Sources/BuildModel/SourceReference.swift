/// Which state of a repository is meant: the commit, else the tag, else the branch, else what the
/// repository itself calls its default.
package struct SourceReference: Sendable, Equatable {
  package var branch: String?
  package var tag: String?
  package var commitHash: String?

  package init(branch: String? = nil, tag: String? = nil, commitHash: String? = nil) {
    self.branch = branch
    self.tag = tag
    self.commitHash = commitHash
  }
}
