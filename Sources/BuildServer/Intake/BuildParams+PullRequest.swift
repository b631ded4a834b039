import BuildAPI
import BuildModel

extension BuildParams {
  /// The pull request that a build is asked for; nil where it is for none.
  var pullRequest: PullRequest? {
    let number = pullRequestID.flatMap { $0.value == 0 ? nil : $0.value }
    let target = branchDest.flatMap { $0.isEmpty ? nil : $0 }
    guard number != nil || target != nil else { return nil }
    return PullRequest(
      id: number.map(String.init), targetBranch: target, repository: pullRequestRepositoryURL,
      headBranch: pullRequestHeadBranch, mergeBranch: pullRequestMergeBranch)
  }
}
