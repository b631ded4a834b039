import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Testing

@testable import BuildServer

@Suite struct PullRequestIntakeTests {
  /// A bench whose configuration decides by what a build is asked for.
  private func bench() async throws -> Bench {
    try await Bench {
      $0.describe = { _ in
        ConfigurationDigest(workflows: ["push", "request"]) { trigger in
          guard let request = trigger.pullRequest else { return "push" }
          guard request.targetBranch != "release" else {
            throw ServiceError(description: "bitrise.yml:2:3: no pipelines here")
          }
          return trigger.branch == "topic" && request.targetBranch == "trunk" ? "request" : nil
        }
      }
    }
  }

  private func parameters(_ json: String) throws -> BuildParams {
    try WireCoding.decoder().decode(BuildParams.self, from: Data(json.utf8))
  }

  @Test func `a pull request decides on the workflow and reaches the worker`() async throws {
    let bench = try await bench()
    let build = try await bench.makeBuild(
      parameters(
        """
        {"branch": "topic", "branch_dest": "trunk", "pull_request_id": "7",
         "pull_request_repository_url": "https://host/fork.git",
         "pull_request_head_branch": "pull/7/head", "pull_request_merge_branch": "pull/7/merge"}
        """))
    #expect(build.workflow == "request")
    #expect(
      try bench.spool(of: build).readOrder().pullRequest
        == PullRequest(
          id: "7", targetBranch: "trunk", repository: "https://host/fork.git",
          headBranch: "pull/7/head", mergeBranch: "pull/7/merge"))
  }

  @Test func `a build that is for no pull request knows none`() async throws {
    let bench = try await bench()
    let build = try await bench.makeBuild(
      parameters(#"{"branch": "topic", "branch_dest": "", "pull_request_id": 0}"#))
    #expect(build.workflow == "push")
    #expect(try bench.spool(of: build).readOrder().pullRequest == nil)
  }

  @Test func `what the configuration cannot decide is refused with its sentence`() async throws {
    let bench = try await bench()
    let refusal = await #expect(throws: Refusal.self) {
      try await bench.makeBuild(
        parameters(#"{"branch": "topic", "branch_dest": "release"}"#))
    }
    #expect(refusal?.message == "bitrise.yml:2:3: no pipelines here")
  }
}
