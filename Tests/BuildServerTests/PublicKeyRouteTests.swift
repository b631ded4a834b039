import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct PublicKeyRouteTests {
  @Test(arguments: Way.allCases)
  func `a key is given, listed and taken back by its owner alone`(way: Way) async throws {
    let bench = try await Bench()
    let line = Bench.freshPublicKey()
    try await bench.call(way) { owner in
      let made = try await owner.post(Paths.publicKeys, #"{"key":"\#(line)"}"#)
      #expect(made.status == 201)
      let key = try made.decode(Envelope<PublicKeyBody>.self).data
      #expect(key.comment == "somebody" && key.fingerprint.hasPrefix("SHA256:"))
      #expect(line == key.key + " somebody")
      try await owner.post(Paths.publicKeys, #"{"key":"\#(line)"}"#).refusal(409)
      let other = owner.with(bench.tokens[.developer] ?? "")
      #expect(
        try await other.get(Paths.publicKeys).decode(Envelope<[PublicKeyBody]>.self).data == [])
      try await other.ask(.delete, Paths.publicKey(key.id)).refusal(404)
      #expect(
        try await owner.get(Paths.publicKeys).decode(Envelope<[PublicKeyBody]>.self).data == [key])
      #expect(try await owner.ask(.delete, Paths.publicKey(key.id)).status == 200)
      #expect(
        try await owner.get(Paths.publicKeys).decode(Envelope<[PublicKeyBody]>.self).data == [])
    }
  }

  @Test func `a private key is refused and not repeated`() async throws {
    let bench = try await Bench()
    try await bench.call(.router) { owner in
      let answer = try await owner.post(
        Paths.publicKeys, #"{"key":"-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0"}"#)
      try answer.refusal(400)
      #expect(answer.text.contains("private key") && !answer.text.contains("c2VjcmV0"))
    }
  }

  @Test func `a rebuild's order holds the keys of who asks, and of nobody else`() async throws {
    let bench = try await Bench()
    let (own, now) = (Bench.freshPublicKey(), Bench.freshPublicKey())
    let original = try await bench.makeFinishedBuild()
    try await bench.call(.router) { owner in
      _ = try await owner.post(Paths.publicKeys, #"{"key":"\#(own)"}"#)
      _ = try await owner.with(bench.tokens[.developer] ?? "").post(
        Paths.publicKeys, #"{"key":"\#(Bench.freshPublicKey())"}"#)
      let path = Paths.rebuild(bench.app.slug, original.slug)
      let answer = try await owner.post(path, #"{"is_remote":true,"public_keys":["\#(now)"]}"#)
      #expect(answer.status == 201)
      let slug = try answer.decode(TriggerResponse.self).buildSlug
      let order = try bench.parts.folder.spool(of: slug).readOrder()
      #expect(order.publicKeys == [own, now].map { $0.replacing(" somebody", with: "") })
      try await owner.post(path, #"{"public_keys":["\#(now)"]}"#).refusal(400, .notRemote)
      try await owner.post(path, #"{"is_remote":true,"public_keys":["x"]}"#).refusal(400)
    }
  }

  @Test func `a new build is entered at once: with a hold, and with the keys of who asks`()
    async throws
  {
    let bench = try await Bench()
    let (own, now) = (Bench.freshPublicKey(), Bench.freshPublicKey())
    try await bench.call(.router) { owner in
      _ = try await owner.post(Paths.publicKeys, #"{"key":"\#(own)"}"#)
      let path = Paths.builds(bench.app.slug)
      func body(_ fields: String) -> String {
        #"{"hook_info":{"type":"bitrise"},"build_params":{"branch":"main"}\#(fields)}"#
      }
      let answer = try await owner.post(
        path, body(#","is_remote":true,"hold_seconds":60,"public_keys":["\#(now)"]"#))
      #expect(answer.status == 201)
      let slug = try answer.decode(TriggerResponse.self).buildSlug
      let order = try bench.parts.folder.spool(of: slug).readOrder()
      #expect(order.isRemote && order.hold == 60)
      #expect(order.publicKeys == [own, now].map { $0.replacing(" somebody", with: "") })
      let plain = try await owner.post(path, body("")).decode(TriggerResponse.self).buildSlug
      #expect(try !bench.parts.folder.spool(of: plain).readOrder().isRemote)
      try await owner.post(path, body(#","hold_seconds":60"#)).refusal(400, .notRemote)
      try await owner.post(path, body(#","public_keys":["\#(now)"]"#)).refusal(400, .notRemote)
      try await owner.post(path, body(#","is_remote":true,"hold_seconds":-1"#)).refusal(400)
      try await owner.post(path, body(#","is_remote":true,"public_keys":["x"]"#)).refusal(400)
      let tester = owner.with(bench.tokens[.tester] ?? "")
      try await tester.post(path, body(#","is_remote":true"#)).refusal(403, .role)
    }
  }
}
