import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Testing

@testable import BuildServer

/// Requests of clients written for Bitrise's cloud, as their sources send them, and the members
/// that they decode of the answers.
@Suite struct RecordedClientTests {
  /// Bitrise's own command line (Go: null counts as an empty value).
  private static let commandLine = [
    RecordedRequest(
      client: "bitrise", text: go("GET /v0.1/me"),
      reads: ["data.username": .text, "data.email": .optional(.text)]),
    RecordedRequest(
      client: "bitrise", text: go("GET /v0.1/organizations"), reads: ["data": .list]),
    RecordedRequest(
      client: "bitrise", text: go("GET /v0.1/apps?limit=50&sort_by=last_build_at"),
      reads: [
        "data.0.slug": .text, "data.0.title": .text, "data.0.owner.account_type": .text,
        "data.0.status": .number, "data.0.is_disabled": .flag, "paging.total_item_count": .number,
        "paging.next": .optional(.text),
      ]),
    RecordedRequest(
      client: "bitrise",
      text: go(
        "GET /v0.1/apps/{app}/builds?after=1&branch=trunk&build_number=1&commit_message=beg+in"
          + "&is_pipeline_build=false&limit=5&sort_by=running_first&status=2"
          + "&trigger_event_type=push&workflow=primary"),
      reads: ["data": .list, "paging.page_item_limit": .number]),
    RecordedRequest(
      client: "bitrise", text: go("GET /v0.1/apps/{app}/builds/{failed}"),
      reads: [
        "data.slug": .text, "data.build_number": .number, "data.status": .number,
        "data.abort_reason": .optional(.text), "data.triggered_at": .time,
        "data.started_on_worker_at": .optional(.time), "data.finished_at": .optional(.time),
        "data.pull_request_id": .number, "data.credit_cost": .optional(.number),
        "data.is_on_hold": .flag, "data.log_format": .optional(.text), "data.rebuildable": .flag,
      ]),
    RecordedRequest(
      client: "bitrise",
      text: go(
        "POST /v0.1/apps/{app}/builds",
        #"{"hook_info":{"type":"bitrise"},"build_params":{"workflow_id":"primary","#
          + #""branch":"trunk","branch_dest":"main","pull_request_id":7,"#
          + #""environments":[{"mapped_to":"A","value":"b","is_expand":true}]}}"#), status: 201,
      reads: [
        "build_slug": .text, "build_number": .number, "build_url": .text, "status": .text,
        "triggered_workflow": .text, "service": .text, "results.0.build_slug": .text,
      ]),
    RecordedRequest(
      client: "bitrise",
      text: go("POST /v0.1/apps/{app}/builds/{failed}/rebuild", #"{"is_remote":true}"#),
      status: 201,
      reads: ["build_slug": .text, "build_number": .number, "triggered_workflow": .text]),
    RecordedRequest(
      client: "bitrise", text: go("POST /v0.1/apps/{app}/builds/{waiting}/abort", "{}"),
      reads: ["status": .text]),
    RecordedRequest(
      client: "bitrise", text: go("GET /v0.1/apps/{app}/builds/{failed}/log"),
      reads: ["is_archived": .flag, "expiring_raw_log_url": .text, "log_chunks": .list]),
    RecordedRequest(
      client: "bitrise",
      text: go("GET /v0.1/apps/{app}/bitrise.yml", accepts: "text/plain")),
    RecordedRequest(
      client: "bitrise",
      text: go(
        "POST /v0.1/apps/{app}/bitrise.yml",
        #"{"app_config_datastore_yaml":{"workflows":{"primary":{}}}}"#), reads: ["status": .text]),
    RecordedRequest(
      client: "bitrise",
      text: go(
        "POST /v0.1/validate-bitrise-yml?app_slug={app}", #"{"bitrise_yml":"workflows: {}"}"#),
      reads: ["errors": .list, "warnings": .list]),
    RecordedRequest(
      client: "bitrise", text: go("GET /v0.1/available-stacks"),
      reads: [
        "linux.id": .text, "linux.os": .text, "linux.os_version": .optional(.number),
        "linux.status": .text, "linux.stack-report": .optional(.text),
      ]),
  ]

  private static func go(
    _ line: String, _ body: String? = nil, accepts type: String = "application/json"
  ) -> String {
    let head =
      "\(line) HTTP/1.1\nUser-Agent: Go-http-client/1.1\nAccept: \(type)"
      + "\nAuthorization: token {token}"
    return body.map { "\(head)\nContent-Type: application/json\n\n\($0)" } ?? head
  }

  /// Bitrise's server for assistants: the bare token, and a type of content also without any.
  private static let assistant = [
    RecordedRequest(
      client: "bitrise-mcp", text: mcp("GET /v0.1/builds?limit=10&sort_by=created_at&status=2"),
      reads: ["data.0.repository.slug": .text, "data.0.original_build_params": .object]),
    RecordedRequest(
      client: "bitrise-mcp", text: mcp("GET /v0.1/apps/{app}/branches"), reads: ["data.0": .text]),
    RecordedRequest(
      client: "bitrise-mcp", text: mcp("GET /v0.1/apps/{app}/builds/{failed}/log/summary"),
      reads: ["execution.workflows.0.steps": .list, "is_log_archived": .flag]),
    RecordedRequest(
      client: "bitrise-mcp",
      text: mcp(
        "POST /v0.1/apps/{app}/bitrise.yml",
        #"{"app_config_datastore_yaml":"workflows: {primary: {}}"}"#)),
    RecordedRequest(
      client: "bitrise-mcp",
      text: mcp(
        "POST /v0.1/apps/{app}/builds/{waiting}/abort",
        #"{"abort_reason":"aborted via MCP","abort_with_success":false,"#
          + #""skip_git_status_report":false,"skip_notifications":false}"#),
      reads: ["status": .text]),
    RecordedRequest(
      client: "bitrise-mcp", text: mcp("GET /v0.1/apps/{app}/builds/{failed}/artifacts?limit=50"),
      reads: ["data": .list, "paging.total_item_count": .number]),
  ]

  private static func mcp(_ line: String, _ body: String? = nil) -> String {
    "\(line) HTTP/1.1\nUser-Agent: bitrise-mcp/1.0\nAccept: application/json\n"
      + "Content-Type: application/json\nAuthorization: {token}" + (body.map { "\n\n\($0)" } ?? "")
  }

  /// Clients of others: curl names JSON a form, and what is not set is sent as an empty text.
  private static let others = [
    RecordedRequest(
      client: "gitrise",
      text: """
        POST /v0.1/apps/{app}/builds HTTP/1.1
        User-Agent: curl/8.5.0
        Accept: application/json
        Authorization: {token}
        Content-Type: application/x-www-form-urlencoded

        {
          "build_params": {
            "branch": "trunk",
            "commit_hash": "",
            "tag": "",
            "workflow_id" : "primary",
            "environments": []
          },
            "hook_info": {
              "type": "bitrise"
          }
        }
        """, status: 201, reads: ["status": .text, "build_url": .text, "build_slug": .text]),
    RecordedRequest(
      client: "CIAnalyzer",
      text: """
        GET /v0.1/apps/{app}/builds?sort_by=created_at&limit=50 HTTP/1.1
        accept: */*
        user-agent: node
        sec-fetch-mode: cors
        authorization: {token}
        """,
      reads: [
        "data.0.triggered_at": .time, "data.0.started_on_worker_at": .optional(.time),
        "data.0.status": .number, "data.0.branch": .text, "data.0.build_number": .number,
        "data.0.original_build_params": .object, "data.0.machine_type_id": .optional(.text),
      ]),
    RecordedRequest(
      client: "reprise",
      text: """
        GET /v0.1/apps/{app}/builds/{failed} HTTP/1.1
        accept: */*
        authorization: {token}
        """,
      reads: [
        "data.branch": .text, "data.triggered_workflow": .text, "data.status_text": .text,
        "data.triggered_at": .time, "data.credit_cost": .optional(.number),
      ]),
    RecordedRequest(
      client: "reprise",
      text: """
        GET /v0.1/apps?limit=50 HTTP/1.1
        accept: */*
        authorization: {token}
        """,
      reads: [
        "data.0.is_disabled": .flag, "data.0.owner.name": .text, "data.0.owner.slug": .text,
        "paging.page_item_limit": .number, "paging.next": .optional(.text),
      ]),
    RecordedRequest(
      client: "bitrise (PyPI)",
      text: """
        GET /v0.1/apps/{app}/builds?limit=1&status=2 HTTP/1.1
        User-Agent: python-requests/2.32.3
        Accept-Encoding: gzip, deflate
        Accept: */*
        Connection: keep-alive
        Authorization: token {token}
        """, reads: ["data.0.slug": .text, "data.0.status_text": .text]),
  ]

  @Test(arguments: commandLine + assistant + others)
  func `a client finds what it reads`(request: RecordedRequest) async throws {
    let bench = try await Bench()
    let failed = try await bench.makeFinishedBuild()
    let waiting = try await bench.makeBuild()
    let (method, path, headers, body) = try request.parsed([
      "app": bench.app.slug.rawValue, "failed": failed.slug.rawValue,
      "waiting": waiting.slug.rawValue, "token": bench.owner,
    ])
    try await bench.call(.live) { caller in
      let answer = try await caller.with(nil).ask(method, path, body, headers: headers)
      #expect(answer.status == request.status, "\(answer.text)")
      guard !request.reads.isEmpty else { return }
      let value = try JSONDecoder().decode(JSONValue.self, from: Data(answer.text.utf8))
      #expect(request.faults(in: value) == [])
    }
  }

  @Test func `what a client leaves empty counts as not asked for`() async throws {
    let bench = try await Bench()
    let request = Self.others[0]
    let (method, path, headers, body) = try request.parsed([
      "app": bench.app.slug.rawValue, "token": bench.owner,
    ])
    try await bench.call(.live) { caller in
      let answer = try await caller.with(nil).ask(method, path, body, headers: headers)
        .decode(TriggerResponse.self)
      let build = try #require(try await bench.parts.store.build(answer.buildSlug)?.build)
      #expect(build.branch == "trunk")
      #expect(build.tag == nil)
      #expect(build.commitHash == nil)
    }
  }

  /// `build watch` of Bitrise's command line asks for the log only while it has a cursor.
  @Test func `who watches from the start gets a cursor, and by it the whole log`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let path = Paths.log(bench.app.slug, build.slug)
    try await bench.call(.live) { caller in
      let first = try await caller.get(path).decode(LogBody.self)
      let cursor = try #require(first.nextAfterTimestamp)
      let writer = try LogWriter(bench.spool(of: build))
      try writer.append(Array("one\n".utf8), at: Date())
      try await bench.tell(
        build, [.started, .finished(.success, failureReason: nil, abortReason: nil)])
      let last = try await caller.get("\(path)?after_timestamp=\(cursor)").decode(LogBody.self)
      #expect(last.logChunks.map(\.chunk) == ["one\n"])
    }
  }
}
