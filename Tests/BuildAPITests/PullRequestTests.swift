import BuildModel
import Foundation
import Testing

@testable import BuildAPI

@Suite struct PullRequestTests {
  @Test(arguments: [
    ("https://github.com/org/repo", "https://github.com/org/repo/pull/7"),
    ("https://github.com/org/repo.git", "https://github.com/org/repo/pull/7"),
    ("https://gitlab.com/a/b/c.git", "https://gitlab.com/a/b/c/-/merge_requests/7"),
    ("https://bitbucket.org/org/repo", "https://bitbucket.org/org/repo/pull-requests/7"),
    ("https://git.example.com/org/repo", nil), ("git@github.com:org/repo.git", nil),
    ("javascript:alert(1)", nil), ("", nil),
  ])
  func `a pull request is shown where its host shows it`(repository: String, expected: String?) {
    var parameters = BuildParams()
    parameters.baseRepositoryURL = repository
    #expect(parameters.pullRequestViewURL(of: 7) == expected)
  }

  @Test func `secrets of a trigger are not kept`() throws {
    let text = #"{"branch":"main","secrets":[{"key":"K","value":"hidden"}],"diff_url":"d"}"#
    let parameters = try WireCoding.decoder().decode(BuildParams.self, from: Data(text.utf8))
    let kept = String(decoding: try WireCoding.encoder().encode(parameters), as: UTF8.self)
    #expect(kept == #"{"branch":"main","diff_url":"d"}"#)
  }
}
