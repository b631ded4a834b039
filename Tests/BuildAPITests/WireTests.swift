import BuildModel
import Foundation
import Testing

@testable import BuildAPI

@Suite struct WireTests {
  private let build = Build(
    slug: BuildSlug(rawValue: "0123456789abcdef"), app: AppSlug(rawValue: "fedcba9876543210"),
    appTitle: "sample", number: 26, status: .failed, workflow: "primary", branch: "main",
    triggeredAt: Date(timeIntervalSince1970: 1_659_345_611.7),
    startedAt: Date(timeIntervalSince1970: 1_659_345_615), isRemote: true, isolation: .isolated)

  private func object(_ value: some Encodable) throws -> [String: Any] {
    let data = try WireCoding.encoder().encode(value)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `a build has every field of Bitrise's, unset ones as null`() throws {
    let body = try object(BuildBody(build, parameters: BuildParams(branch: "main")))
    let fields = [
      "abort_reason", "branch", "build_number", "commit_hash", "commit_message",
      "commit_view_url", "credit_cost", "environment_prepare_finished_at", "finished_at",
      "is_on_hold", "is_processed", "is_status_sent", "log_format", "machine_type_id",
      "original_build_params", "pipeline_workflow_id", "pull_request_id",
      "pull_request_target_branch", "pull_request_view_url", "rebuildable", "slug",
      "stack_identifier", "started_on_worker_at", "status", "status_text", "tag", "triggered_at",
      "triggered_by", "triggered_workflow", "utility",
    ]
    for field in fields { #expect(body[field] != nil, "\(field) is missing") }
    #expect(body["finished_at"] is NSNull)
    #expect(body["status"] as? Int == 2)
    #expect(body["status_text"] as? String == "error")
    #expect(body["triggered_at"] as? String == "2022-08-01T09:20:11Z")
  }

  @Test func `a build comes back as it went`() throws {
    let body = BuildBody(build, parameters: BuildParams())
    let data = try WireCoding.encoder().encode(body)
    let back = try WireCoding.decoder().decode(BuildBody.self, from: data)
      .build(app: build.app, appTitle: "sample")
    var expected = build
    expected.triggeredAt = build.triggeredAt.wholeSeconds
    #expect(back == expected)
  }

  @Test func `Bitrise's own sample of a build is understood`() throws {
    let sample = """
      {"triggered_at":"2022-08-01T09:20:11Z","started_on_worker_at":"2022-08-01T09:20:15Z",
       "environment_prepare_finished_at":"2022-08-01T09:20:15Z","finished_at":null,
       "slug":"104d4527-f6a0-4362-b595-77349ccc1264","status":0,"status_text":"in-progress",
       "abort_reason":null,"is_on_hold":false,"is_processed":true,"is_status_sent":false,
       "branch":"main","build_number":26,"commit_hash":null,"commit_message":null,
       "commit_view_url":null,"tag":null,"triggered_workflow":"primary",
       "triggered_by":"manual-someuser","pipeline_workflow_id":null,
       "machine_type_id":"g2.4core","stack_identifier":"osx-xcode-13.2.x",
       "original_build_params":{"branch":"main","workflow_id":"primary"},
       "pull_request_id":0,"pull_request_target_branch":null,"pull_request_view_url":null,
       "credit_cost":4}
      """
    let build = try WireCoding.decoder().decode(BuildBody.self, from: Data(sample.utf8))
      .build(app: AppSlug(rawValue: "a"), appTitle: "App")
    #expect(build.status == .running)
    #expect(build.isolation == .unknown)
    #expect(build.isRemote == false)
  }

  @Test func `an app's address is told without the secret in it`() throws {
    let app = App(
      slug: build.app, title: "sample", repository: "https://me:secret@host/a.git",
      defaultBranch: "main", createdAt: Date(timeIntervalSince1970: 0))
    let body = AppBody(app, owner: AppBody.Owner(name: "alex", slug: "u1"))
    #expect(body.repoURL == "https://host/a.git")
  }

  @Test(arguments: [
    (BuildStatus.queued, 0), (.running, 0), (.success, 1), (.failed, 2), (.aborted, 3),
    (.abortedWithSuccess, 4),
  ]) func `statuses have Bitrise's numbers`(status: BuildStatus, number: Int) {
    #expect(status.wireNumber == number)
  }

  @Test(arguments: ["key", "mapped_to"]) func `a variable is named either way`(field: String) throws
  {
    let text = "{\"\(field)\":\"A\",\"value\":\"x\",\"is_expand\":false}"
    let variable = try WireCoding.decoder().decode(VariableBody.self, from: Data(text.utf8))
    #expect(variable == VariableBody(key: "A", value: "x", isExpand: false))
  }

  @Test(arguments: [
    AccessWindow.State.opening, .open, .closing(deadline: Date(timeIntervalSince1970: 1000.25)),
    .closed(.closedByUser, at: Date(timeIntervalSince1970: 1001.5)),
  ]) func `a window comes back as it went`(state: AccessWindow.State) throws {
    let access = RemoteAccess(
      build: build.slug, state: state, openedAt: Date(timeIntervalSince1970: 990), grace: 600,
      serverTime: Date(timeIntervalSince1970: 995.125),
      ssh: SSHCredentials(
        host: "127.0.0.1", port: 40123, username: "vagrant", password: "p",
        hostKey: "ssh-ed25519 AAAA", hostKeyFingerprint: "SHA256:x"),
      screenShareUnavailable: "none", sourceFolder: "/bitrise/src", connections: 2)
    let data = try WireCoding.encoder().encode(RemoteAccessBody(access, app: build.app))
    #expect(try WireCoding.decoder().decode(RemoteAccessBody.self, from: data).access == access)
  }

  @Test func `the window's fields are those of the contract`() throws {
    let access = RemoteAccess(
      build: build.slug, state: .open, grace: 600, serverTime: Date(timeIntervalSince1970: 1))
    let body = try object(RemoteAccessBody(access, app: build.app))
    for field in [
      "state", "opened_at", "closes_at", "closed_reason", "grace_seconds", "hold_seconds",
      "build_limit_at", "no_output_limit_at", "server_time", "ssh", "screen_share",
      "screen_share_unavailable", "source_dir", "connections",
    ] { #expect(body[field] != nil, "\(field) is missing") }
    #expect(body["closes_at"] is NSNull)
  }

  @Test(arguments: ["not a time", "2022-13-01T00:00:00Z", ""])
  func `what is no time is refused`(text: String) {
    #expect(WireTime.date(text) == nil)
  }
}
