import BuildAPI
import BuildModel
import Foundation
import Testing

@testable import BuildServer

@Suite struct ConfigurationRouteTests {
  private static let inRepository = "workflows: {primary: {}, deploy: {}}\n"
  private static let kept = "workflows: {other: {}}\n"

  private static func upload(_ text: String) throws -> String {
    String(
      decoding: try WireCoding.encoder().encode(ConfigurationUpload(text: text)), as: UTF8.self)
  }

  @Test(arguments: Way.allCases)
  func `a kept configuration stands in for the repository's until it is set back`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let path = Paths.configuration(bench.app.slug)
    let location = Paths.configurationLocation(bench.app.slug)
    try await bench.call(way) { caller in
      #expect(try await caller.get(path).text == Self.inRepository)
      #expect(try await caller.get(location).text == #"{"location":"repository"}"#)
      let answer = try await caller.post(path, try Self.upload(Self.kept))
      #expect(answer.text == #"{"status":"ok"}"#)
      #expect(try await caller.get(path).text == Self.kept)
      #expect(try await caller.get(location).text == #"{"location":"bitrise.io"}"#)
      let build = try await bench.makeBuild()
      #expect(try bench.spool(of: build).readOrder().configuration == Self.kept)
      let back = try await caller.ask(.put, location, #"{"location":"repository"}"#)
      #expect(back.status == 204)
      #expect(try await caller.get(path).text == Self.inRepository)
      _ = try await caller.ask(.put, location, #"{"location":"bitrise.io"}"#)
      #expect(try await caller.get(path).text == Self.kept)
    }
  }

  @Test func `the repository's file is copied where no other was ever kept`() async throws {
    let bench = try await Bench()
    let location = Paths.configurationLocation(bench.app.slug)
    try await bench.call(.router) { caller in
      _ = try await caller.ask(.put, location, #"{"location":"bitrise.io"}"#)
      try await bench.repository.commit("Change", file: "bitrise.yml", "workflows: {new: {}}\n")
      let text = try await caller.get(Paths.configuration(bench.app.slug)).text
      #expect(text == Self.inRepository)
      try await caller.ask(.put, location, #"{"location":"elsewhere"}"#).refusal(400)
    }
  }

  @Test(arguments: Way.allCases)
  func `a configuration comes as YAML or as JSON`(way: Way) async throws {
    let bench = try await Bench()
    let path = Paths.configuration(bench.app.slug)
    try await bench.call(way) { caller in
      let body = #"{"app_config_datastore_yaml":{"workflows":{"a":{"steps":[1,1.5,true,null]}}}}"#
      #expect(try await caller.post(path, body).status == 200)
      let text = try await caller.get(path).text
      let object = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
      #expect(
        object["workflows"]?["a"]?["steps"] == .list([1, .number(1.5), true, .null]))
      try await caller.post(path, #"{"app_config_datastore_yaml":[1]}"#).refusal(400)
    }
  }

  @Test func `what cannot be run is not kept, and the parser's words tell why`() async throws {
    let bench = try await Bench()
    let path = Paths.configuration(bench.app.slug)
    try await bench.call(.router) { caller in
      let message = try await caller.post(path, try Self.upload("broken")).refusal(400)
      #expect(message == "bitrise.yml:3:5: this is broken")
      #expect(try await caller.get(path).text == Self.inRepository)
      let large = String(repeating: "#", count: 400 << 10 | 1)
      try await caller.post(path, try Self.upload(large)).refusal(413)
    }
  }

  @Test(arguments: Role.allCases)
  func `owners and admins have an app's configuration, all but testers a build's`(
    role: Role
  ) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let app = bench.app.slug
    let location = Paths.configurationLocation(app)
    try await bench.call(.router) { caller in
      let caller = caller.with(bench.tokens[role])
      let managed = [
        try await caller.get(Paths.configuration(app)), try await caller.get(location),
        try await caller.post(Paths.configuration(app), try Self.upload(Self.kept)),
        try await caller.ask(.put, location, #"{"location":"repository"}"#),
      ]
      for answer in managed {
        if [.owner, .admin].contains(role) {
          #expect(answer.status < 300)
        } else {
          try answer.refusal(403, .role)
        }
      }
      let answer = try await caller.get(Paths.configuration(app, build.slug))
      if role == .tester { try answer.refusal(403, .role) } else { #expect(answer.status == 200) }
    }
  }

  @Test(arguments: Way.allCases)
  func `a build's configuration is the one it ran with`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.repository.commit("Change", file: "bitrise.yml", "workflows: {new: {}}\n")
    let path = Paths.configuration(bench.app.slug, build.slug)
    try await bench.call(way) { caller in
      let answer = try await caller.get(path)
      #expect(answer.text == Self.inRepository)
      #expect(answer.type == "text/plain; charset=utf-8")
      try FileManager.default.removeItem(at: bench.spool(of: build).url)
      #expect(try await caller.get(path).refusal(404).contains("no longer kept"))
    }
  }

  @Test(arguments: Way.allCases)
  func `a configuration is looked at without being kept`(way: Way) async throws {
    let bench = try await Bench {
      $0.validate = { $0.contains("wrong") ? (["one", "two"], ["three"]) : ([], ["three"]) }
    }
    try await bench.call(way) { caller in
      let good = try await caller.post(Paths.validation, #"{"bitrise_yml":"workflows: {}"}"#)
      #expect(good.text == #"{"errors":[],"warnings":["three"]}"#)
      let bad = try await caller.post(Paths.validation, #"{"bitrise_yml":"wrong"}"#)
      #expect(bad.status == 422)
      #expect(
        bad.text == #"{"errors":["one","two"],"message":"one; two","warnings":["three"]}"#)
      for type in ["application/yaml", "text/plain; charset=utf-8"] {
        let answer = try await caller.ask(
          .post, Paths.validation, "wrong", headers: [.contentType: type])
        #expect(answer.status == 422)
      }
      let large = String(repeating: "a", count: 400 << 10 | 1)
      try await caller.post(Paths.validation, #"{"bitrise_yml":"\#(large)"}"#).refusal(413)
    }
  }

  @Test func `with an app, a configuration is held to what its machines can be`() async throws {
    let bench = try await Bench {
      $0.stacks = [Stack(name: .linux, title: "Linux", system: .linux, hasScreenShare: false)]
      let plain = $0.describe
      $0.describe = { text in
        var digest = try plain(text)
        if text.text.contains("mac") { digest.stacks["primary"] = StackName(rawValue: "osx-1") }
        return digest
      }
    }
    let path = "\(Paths.validation)?app_slug=\(bench.app.slug)"
    let body = #"{"bitrise_yml":"mac"}"#
    try await bench.call(.router) { caller in
      #expect(try await caller.post(Paths.validation, body).status == 200)
      let answer = try await caller.post(path, body)
      #expect(answer.status == 422)
      #expect(answer.text.contains("osx-1"))
      try await caller.with(bench.strangersToken).post(path, body).refusal(404)
    }
  }
}
