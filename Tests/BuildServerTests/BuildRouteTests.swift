import BuildAPI
import BuildModel
import GRDB
import Testing

@testable import BuildDatabase
@testable import BuildServer

@Suite struct BuildRouteTests {
  @Test(arguments: Way.allCases)
  func `builds are listed newest first, page by page`(way: Way) async throws {
    let bench = try await Bench()
    for _ in 1...5 { _ = try await bench.makeBuild() }
    try await bench.call(way) { caller in
      var numbers: [Int] = []
      var next: String? = ""
      while let cursor = next {
        let query = cursor.isEmpty ? "?limit=2" : "?limit=2&next=\(cursor)"
        let page = try await caller.get(Paths.builds(bench.app.slug) + query)
          .decode(Page<BuildBody>.self)
        #expect(page.paging.totalItemCount == 5)
        #expect(page.paging.pageItemLimit == 2)
        numbers += page.data.map(\.buildNumber)
        next = page.paging.next
      }
      #expect(numbers == [5, 4, 3, 2, 1])
    }
  }

  @Test(arguments: Way.allCases)
  func `the list over all apps tells the app of each build`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.call(way) { caller in
      let page = try await caller.get(Paths.builds).decode(Page<BuildBody>.self)
      #expect(page.data.map(\.slug) == [build.slug])
      #expect(page.data.first?.repository?.slug == bench.app.slug)
      let own = try await caller.get(Paths.builds(bench.app.slug)).decode(Page<BuildBody>.self)
      #expect(own.data.first?.repository == nil)
    }
  }

  @Test func `filters are Bitrise's`() async throws {
    let bench = try await Bench()
    _ = try await bench.makeFinishedBuild()
    var parameters = BuildParams(
      branch: "dev", commitMessage: "Mend the LOGIN", workflowID: "deploy")
    parameters.pullRequestID = 7
    _ = try await bench.makeBuild(isRemote: false, parameters)
    let owner = try #require(try await bench.parts.store.app(bench.app.slug)?.owner.slug)
    let cases: [(String, [Int])] = [
      ("status=2", [1]), ("status=0", [2]), ("status=1", []), ("branch=dev", [2]),
      ("workflow=deploy", [2]), ("build_number=1", [1]), ("after=4000000000", []),
      ("before=4000000000", [2, 1]), ("is_on_hold=true", []), ("is_pipeline_build=true", []),
      ("pull_request_id=4", []), ("pull_request_id=7", [2]), ("pull_request_id=0", [1]),
      ("trigger_event_type=tag", []), ("trigger_event_type=pull-request", [2]),
      ("trigger_event_type=push", [1]), ("sort_by=running_first", [2, 1]), ("branch=", [2, 1]),
      ("is_on_hold=false", [2, 1]), ("is_pipeline_build=false", [2, 1]),
      ("commit_message=login", [2]), ("commit_message=d%20THE", [2]), ("commit_message=n", [2]),
      ("owner_slug=\(owner)", [2, 1]), ("owner_slug=somebody", []),
      ("owner_slug=\(owner)&status=0&commit_message=mend&branch=dev&workflow=deploy", [2]),
    ]
    try await bench.call(.router) { caller in
      for (query, numbers) in cases {
        let page = try await caller.get("/builds?\(query)").decode(Page<BuildBody>.self)
        #expect(page.data.map(\.buildNumber) == numbers, "\(query)")
      }
    }
  }

  @Test(arguments: [
    "limit=0", "limit=51", "limit=x", "status=5", "status=x", "build_number=x", "after=x",
    "sort_by=x", "trigger_event_type=x", "next=unknown", "is_on_hold=x", "is_pipeline_build=x",
    "pull_request_id=x", "pull_request_id=-1", "pull_request_id=9999999999", "before=x",
    "commit_message=\(String(repeating: "x", count: 501))", "next=running-unknown",
  ])
  func `a query that makes no sense is refused`(query: String) async throws {
    let bench = try await Bench()
    try await bench.call(.router) { caller in
      let message = try await caller.get("/builds?\(query)").refusal(400)
      #expect(message.contains(query.prefix { $0 != "=" }))
    }
  }

  @Test func `a build on hold says so, and is found by it`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.parts.store.database.write {
      try $0.execute(literal: "UPDATE build SET is_on_hold = 1 WHERE slug = \(build.slug.rawValue)")
    }
    try await bench.call(.router) { caller in
      let page = try await caller.get("/builds?is_on_hold=true&status=0")
        .decode(Page<BuildBody>.self)
      #expect(page.data.map(\.slug) == [build.slug])
      #expect(page.data.first?.isOnHold == true)
      #expect(page.data.first?.statusText == "on-hold")
    }
  }

  @Test(arguments: Way.allCases)
  func `archived builds are those of a time`(way: Way) async throws {
    let bench = try await Bench()
    for _ in 1...3 { _ = try await bench.makeBuild() }
    let path = "/apps/\(bench.app.slug)/archived-builds"
    try await bench.call(way) { caller in
      let all = try await caller.get(path + "?after=0&before=4000000000&limit=1000")
        .decode(Page<BuildBody>.self)
      #expect(all.data.map(\.buildNumber) == [3, 2, 1])
      #expect(all.paging.pageItemLimit == 1000)
      let none = try await caller.get(path + "?after=0&before=1").decode(Page<BuildBody>.self)
      #expect(none.data.isEmpty)
      for query in ["before=1", "after=1", "after=1&before=x", "after=1&before=2&limit=1001"] {
        try await caller.get(path + "?" + query).refusal(400)
      }
      try await caller.get("/apps/none/archived-builds?after=0&before=1").refusal(404)
    }
  }

  @Test(arguments: Way.allCases)
  func `a build is shown with every field`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeFinishedBuild(isRemote: true)
    try await bench.call(way) { caller in
      let answer = try await caller.get(Paths.build(bench.app.slug, build.slug))
      let body = try answer.decode(Envelope<BuildBody>.self).data
      #expect(body.status == 2)
      #expect(body.statusText == "error")
      #expect(body.branch == bench.app.defaultBranch)
      #expect(body.triggeredWorkflow == "primary")
      #expect(body.triggeredBy == "manual-owner")
      #expect(body.airlock?.isRemote == true)
      #expect(answer.text.contains("\"tag\":null"))
      #expect(answer.text.contains("\"pull_request_id\":0"))
      try await caller.get(Paths.build(bench.app.slug, BuildSlug(rawValue: "none"))).refusal(404)
    }
  }

  @Test func `a build is not found under another app`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.call(.router) { caller in
      try await caller.get(Paths.build(AppSlug(rawValue: "other"), build.slug)).refusal(404)
    }
  }

  @Test(arguments: Way.allCases)
  func `an unknown place is refused in JSON`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let message = try await caller.get("/nothing/here").refusal(404)
      #expect(message == "There is nothing at GET /v0.1/nothing/here.")
    }
  }
}
