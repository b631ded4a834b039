import Crypto
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite struct ArchiveSignerTests {
  private static let path = "/archives/b1"
  private static let noon = Date(timeIntervalSince1970: 1_800_000_000)
  private static let signer = ArchiveSigner(key: SymmetricKey(data: Data(count: 32)))

  /// The query of an address, as names and values.
  private static func query() throws -> [String: String] {
    let address = try #require(URLComponents(string: signer.signed(path, at: noon)))
    return Dictionary(
      uniqueKeysWithValues: (address.queryItems ?? []).map { ($0.name, $0.value ?? "") })
  }

  @Test func `an address works for ten minutes`() throws {
    let query = try Self.query()
    func check(at time: Date) throws {
      try Self.signer.check(
        Self.path, expires: query["expires"], signature: query["signature"], at: time)
    }
    try check(at: Self.noon)
    try check(at: Self.noon + 599)
    #expect(throws: Refusal.self) { try check(at: Self.noon + 600) }
  }

  @Test func `an address that was changed does not work`() throws {
    let query = try Self.query()
    let expires = query["expires"]
    let signature = try #require(query["signature"])
    let flipped = (signature.first == "0" ? "1" : "0") + signature.dropFirst()
    let cases: [(String, String?, String?)] = [
      ("/archives/b2", expires, signature), ("/archives/b1/steps/0", expires, signature),
      (Self.path, "9999999999", signature), (Self.path, expires, flipped),
      (Self.path, expires, String(signature.dropLast(2))), (Self.path, expires, ""),
      (Self.path, expires, nil), (Self.path, nil, signature), (Self.path, "soon", signature),
      (Self.path, expires, "zz"),
    ]
    for (path, expires, signature) in cases {
      #expect(throws: Refusal.self) {
        try Self.signer.check(path, expires: expires, signature: signature, at: Self.noon)
      }
    }
  }

  @Test func `an address of another service does not work`() throws {
    let query = try Self.query()
    let other = ArchiveSigner(key: SymmetricKey(data: Data(repeating: 1, count: 32)))
    #expect(throws: Refusal.self) {
      try other.check(
        Self.path, expires: query["expires"], signature: query["signature"], at: Self.noon)
    }
  }

  @Test func `a spoilt key is no key`() throws {
    let folder = try TemporaryFolder()
    try Data("short".utf8).write(to: folder.url.appending(path: "archive.key"))
    let error = #expect(throws: ServiceError.self) { try ArchiveSigner(keyIn: folder.url) }
    #expect(error?.description.contains("archive.key holds no key of 32 bytes") == true)
  }

  @Test(arguments: Way.allCases)
  func `a tampered address is refused by the route`(way: Way) async throws {
    let bench = try await Bench()
    let path = bench.parts.signer.signed(Self.path, at: Date())
    try await bench.call(way) { caller in
      let nobody = caller.with(nil)
      try await nobody.get(path + "0").refusal(403)
      try await nobody.get("/archives/b1").refusal(403)
      #expect(try await nobody.get(path).status == 200)
    }
  }
}
