import BuildAPI
import BuildModel
import Testing

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
    _ = try await bench.makeBuild(isRemote: false, BuildParams(branch: "dev", workflowID: "deploy"))
    let cases: [(String, [Int])] = [
      ("status=2", [1]), ("status=0", [2]), ("status=1", []), ("branch=dev", [2]),
      ("workflow=deploy", [2]), ("build_number=1", [1]), ("after=4000000000", []),
      ("before=4000000000", [2, 1]), ("is_on_hold=true", []), ("is_pipeline_build=true", []),
      ("pull_request_id=4", []), ("trigger_event_type=tag", []), ("sort_by=running_first", [2, 1]),
      ("branch=", [2, 1]),
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
    "sort_by=x", "trigger_event_type=x", "next=unknown",
  ])
  func `a query that makes no sense is refused`(query: String) async throws {
    let bench = try await Bench()
    try await bench.call(.router) { caller in
      let message = try await caller.get("/builds?\(query)").refusal(400)
      #expect(message.contains(query.prefix { $0 != "=" }))
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
