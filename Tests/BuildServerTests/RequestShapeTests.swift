import BuildAPI
import BuildModel
import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import BuildServer

/// What clients may do differently from each other, and what none may do.
@Suite struct RequestShapeTests {
  private static let trigger = #"{"hook_info":{"type":"bitrise"},"build_params":{}}"#

  @Test(arguments: Way.allCases)
  func `a method that a path does not know is refused with those it knows`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let cases: [(HTTPRequest.Method, String, String)] = [
        (.delete, Paths.me, "GET, HEAD, OPTIONS"),
        (.get, Paths.registerApp, "OPTIONS, POST"),
        (.patch, Paths.builds(bench.app.slug), "GET, HEAD, OPTIONS, POST"),
      ]
      for (method, path, allowed) in cases {
        let answer = try await caller.ask(method, path)
        #expect(answer.status == 405)
        #expect(answer.type == "application/json; charset=utf-8")
        #expect(answer.headers[.allow] == allowed)
        let asked = try await caller.with(nil).ask(.options, path)
        #expect(asked.status == 204)
        #expect(asked.headers[.allow] == allowed)
      }
      #expect(try await caller.ask(.options, "/nothing").status == 404)
    }
  }

  @Test(arguments: Way.allCases)
  func `what can be got can be asked for its head`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let whole = try await caller.get(Paths.apps)
      let head = try await caller.ask(.head, Paths.apps)
      #expect(head.status == 200)
      #expect(head.text.isEmpty)
      #expect(head.headers[.contentLength] == String(whole.text.utf8.count))
      #expect(try await caller.ask(.head, Paths.events).status == 200)
    }
  }

  @Test(arguments: [
    nil, "application/json", "application/json; charset=utf-8", "Application/JSON",
    "application/vnd.api+json", "application/x-www-form-urlencoded", "text/plain;charset=UTF-8",
  ])
  func `JSON is read by whatever name clients send it`(type: String?) async throws {
    let bench = try await Bench()
    try await bench.call(.live) { caller in
      var headers: HTTPFields = [:]
      if let type { headers[.contentType] = type }
      let answer = try await caller.ask(
        .post, Paths.builds(bench.app.slug), Self.trigger, headers: headers)
      #expect(answer.status == 201)
    }
  }

  @Test(arguments: ["application/xml", "multipart/form-data; boundary=x", "image/png"])
  func `a body of another type is refused`(type: String) async throws {
    let bench = try await Bench()
    try await bench.call(.router) { caller in
      let message = try await caller.ask(
        .post, Paths.builds(bench.app.slug), Self.trigger, headers: [.contentType: type]
      ).refusal(415)
      #expect(message.contains("send JSON"))
    }
  }

  @Test(arguments: [
    "[]", "null", "7", "\"x\"", "{", "{}", "\u{FEFF}{}", String(repeating: "[", count: 5000),
    #"{"hook_info":{"type":"bitrise"},"build_params":{"branch":"a\u0000b"}}"#,
    #"{"hook_info":{"type":"bitrise"},"build_params":{"priority":1e400}}"#,
    #"{"hook_info":{"type":"bitrise"},"build_params":{"environments":{}}}"#,
  ])
  func `a body that is not as it should be is refused, and nothing breaks`(
    body: String
  ) async throws {
    let bench = try await Bench()
    try await bench.call(.router) { caller in
      try await caller.post(Paths.builds(bench.app.slug), body).refusal(400)
    }
  }

  @Test func `a backslash before a null's digits is only a backslash`() async throws {
    let bench = try await Bench()
    let body = #"{"hook_info":{"type":"bitrise"},"build_params":{"branch":"a\\u0000b"}}"#
    try await bench.call(.router) { caller in
      let answer = try await caller.post(Paths.builds(bench.app.slug), body)
      #expect(answer.status == 201)
    }
  }

  @Test func `a body above a megabyte is refused`() async throws {
    let bench = try await Bench()
    try await bench.call(.live) { caller in
      try await caller.post(
        Paths.builds(bench.app.slug), String(repeating: " ", count: 1 << 20 | 1)
      ).refusal(413)
    }
  }

  @Test func `a body that is packed is refused`() async throws {
    let bench = try await Bench()
    try await bench.call(.router) { caller in
      try await caller.ask(
        .post, Paths.builds(bench.app.slug), Self.trigger, headers: [.contentEncoding: "gzip"]
      ).refusal(415)
    }
  }

  @Test func `a body that breaks off is the caller's fault`() async throws {
    let broken = AsyncThrowingStream<ByteBuffer, any Error> { stream in
      stream.yield(ByteBuffer(string: "{"))
      stream.finish(throwing: Bench.Missing(what: "the rest"))
    }
    let request = Request(
      head: .init(method: .post, scheme: nil, authority: nil, path: "/"),
      body: RequestBody(asyncSequence: broken))
    await #expect(throws: Refusal.self) { try await request.decode(AbortRequest.self) }
  }

  @Test(arguments: Way.allCases)
  func `a query is read as forms write it`(way: Way) async throws {
    let bench = try await Bench()
    _ = try await bench.makeBuild(BuildParams(branch: "a b+c", workflowID: "primary"))
    try await bench.call(way) { caller in
      let path = Paths.builds(bench.app.slug)
      for query in [
        "branch=a+b%2Bc", "branch=a%20b%2bc", "%62ranch=a+b%2Bc", "branch=a+b%2Bc&branch=other",
        "unknown=1&branch=a+b%2Bc", "branch=", "&&branch=a+b%2Bc&=", "workflow=primary&branch",
      ] {
        let page = try await caller.get("\(path)?\(query)").decode(Page<BuildBody>.self)
        #expect(page.data.count == 1, "\(query)")
      }
      let none = try await caller.get("\(path)?branch=other&branch=a+b%2Bc")
      #expect(try none.decode(Page<BuildBody>.self).data.isEmpty)
    }
  }

  @Test(arguments: Way.allCases)
  func `strange paths and queries are never the service's fault`(way: Way) async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    let build = try await bench.makeBuild()
    let paths = [
      "/apps/%00", "/apps/%FF%FE", "/apps/%", "/apps/%2e%2e%2f%2e%2e", "/apps/..", "/apps/a%2Fb",
      "/apps/\(String(repeating: "x", count: 5000))", "/apps/\(app)/builds/%27%3B--",
      "/apps/\(app)/builds?commit_message=%00", "/apps/\(app)/builds?branch=%FF",
      "/apps/\(app)/builds?branch=%", "/apps/\(app)/builds?limit=%31",
      "/apps/\(app)/builds?after=9223372036854775807", "/apps?title=%00%25_%27",
      "/apps/\(app)/builds?commit_message=%25%5F%27%22%5C*(", "//apps///\(app)//",
      "/apps/\(app)/builds/\(build.slug)/log?after_timestamp=%00",
      "/apps/\(app)/builds?limit=00000000000000000000000000000000001",
      "/apps/\(app)/builds?next=%00", "/archives/%00?expires=1&signature=%00",
      "/downloads/%00/%00?expires=99999999999999999999&signature=zz",
    ]
    try await bench.call(way) { caller in
      for path in paths {
        let answer = try await caller.get(path)
        #expect(answer.status < 500, "\(path): \(answer.text)")
      }
    }
  }

  @Test(arguments: Way.allCases)
  func `where Bitrise has error_msg, so have we`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let unknown = try await caller.with("wrong").get(Paths.stacks)
      #expect(unknown.status == 401)
      #expect(try unknown.decode(ProxyErrorBody.self).errorMessage == Refusal.noToken.message)
      let refused = try await caller.with(try await bench.makeAdministrator())
        .post(Paths.registerApp, #"{"repo_url":"/no/folder"}"#)
      #expect(try refused.decode(ProxyErrorBody.self).errorMessage.contains("no folder"))
    }
  }
}
