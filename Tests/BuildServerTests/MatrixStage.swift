import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird
import NIOEmbedded
import TestSupport

@testable import BuildServer

/// A service with somebody of every kind, where the requests of one route are made.
struct MatrixStage: Sendable {
  let bench: Bench
  private let responder: RouterResponder<GateContext>
  private let tokens: [RoleMatrix.Asker: String]

  init() async throws {
    let bench = try await Bench()
    var tokens: [RoleMatrix.Asker: String] = [:]
    for asker in RoleMatrix.Asker.allCases { tokens[asker] = try await Self.token(asker, bench) }
    self.bench = bench
    self.tokens = tokens
    responder = buildRouter(bench.parts).buildResponder()
    _ = try await bench.service.makeToken(for: "victim")
  }

  private static func token(_ asker: RoleMatrix.Asker, _ bench: Bench) async throws -> String? {
    if let role = asker.role { return bench.tokens[role] }
    switch asker {
    case .administrator: return try await bench.makeAdministrator()
    // Whoever's they were, these let nobody in any more: not even as the owner.
    case .expired: return try await bench.makeToken(for: "owner", expiresAt: Date() - 1)
    case .revoked:
      let token = try await bench.makeToken(for: "owner", expiresAt: nil)
      guard let stored = try await bench.parts.store.token(hash: TokenDigest.hash(of: token))
      else { throw Bench.Missing(what: "a token") }
      try await bench.parts.store.revoke(
        stored.token, noting: AuditEntry(at: Date(), event: .tokenRevoked))
      return token
    case .anonymous: return nil
    default: return bench.strangersToken
    }
  }

  /// Makes the request; the answer's body is not waited for, since one of them never ends.
  func ask(_ route: RoleMatrix.Route, as asker: RoleMatrix.Asker) async throws -> Response {
    var path = "\(Paths.base)/\(route.path)"
    var query = route.query
    var build = ""
    for name in Self.names(in: route.path) {
      // A step's name is made of its build's, which stands before it.
      let value = name == "step" ? "\(build)-0" : try await value(of: name, for: asker)
      if name == "stepped" { build = value }
      path = path.replacingOccurrences(of: ":\(name)", with: value)
    }
    if query == ":signature" {
      let signed = bench.parts.signer.signed(
        String(path.dropFirst(Paths.base.count)), at: bench.parts.now)
      query = String(signed.drop { $0 != "?" }.dropFirst())
    }
    var headers: HTTPFields = [:]
    if let token = tokens[asker] { headers[.authorization] = token }
    let request = Request(
      head: HTTPRequest(
        method: route.method, scheme: "http", authority: "localhost",
        path: query.isEmpty ? path : "\(path)?\(query)", headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(string: try await body(of: route))))
    let context = GateContext(
      source: ApplicationRequestContextSource(
        channel: EmbeddedChannel(), logger: bench.parts.configuration.logger))
    return try await responder.respond(to: request, context: context)
  }

  private func body(of route: RoleMatrix.Route) async throws -> String {
    let engineer = try await bench.user(bench.tokens[.platformEngineer] ?? "").slug.rawValue
    var body = (route.body ?? "").replacingOccurrences(of: ":engineer", with: engineer)
      .replacingOccurrences(of: ":fresh", with: Self.fresh())
      .replacingOccurrences(of: ":publicKey", with: Bench.freshPublicKey())
    if body.contains(":folder") {
      let folder = bench.folder.url.appending(path: Self.fresh())
      _ = try runToEnd(
        ["/usr/bin/env", "git", "clone", "-q", bench.repository.path, folder.path],
        environment: ["PATH": "/usr/bin:/bin"], output: folder.path + ".out")
      body = body.replacingOccurrences(of: ":folder", with: folder.path)
    }
    return body
  }

  private static func fresh() -> String {
    UUID().uuidString.replacingOccurrences(of: "-", with: "")
  }

  private static func names(in path: String) -> [String] {
    path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
  }

  private static let artifact = "0123456789abcdef"

  private func buildWithArtifact() async throws -> Build {
    let build = try await bench.makeFinishedBuild()
    let artifact = Artifact(
      slug: ArtifactSlug(rawValue: Self.artifact), title: "report.txt", byteCount: 1)
    let folder = bench.spool(of: build).artifacts
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: folder.appending(path: Self.artifact))
    try await bench.tell(build, [.artifactsKept([artifact])])
    return build
  }

  /// Something fresh for a name in a path, so that no request finds what another one did.
  private func value(of name: String, for asker: RoleMatrix.Asker) async throws -> String {
    switch name {
    case "app": return bench.app.slug.rawValue
    case "build": return try await bench.makeFinishedBuild(isRemote: true).slug.rawValue
    case "held": return try await bench.makeBuild(isOnHold: true).slug.rawValue
    case "waiting": return try await bench.makeBuild(isRemote: true).slug.rawValue
    case "stepped":
      let build = try await bench.makeFinishedBuild()
      try await bench.tell(
        build, [.planned([Step(index: 0, stepID: "script", title: "Script")])])
      return build.slug.rawValue
    case "index": return "0"
    case "leaver": return try await buildWithArtifact().slug.rawValue
    case "artifact": return Self.artifact
    case "role": return Role.platformEngineer.rawValue
    case "user":
      let name = "u" + Self.fresh()
      _ = try await bench.service.makeToken(for: name)
      return name
    case "token":
      var owner = "owner"
      if asker.isKnown, let token = tokens[asker] { owner = try await bench.user(token).name }
      let token = try await bench.makeToken(for: owner, expiresAt: nil)
      return try await bench.id(of: token).rawValue
    case "key":
      var owner = "owner"
      if asker.isKnown, let token = tokens[asker] { owner = try await bench.user(token).name }
      return try await bench.addPublicKey(of: owner)
    case "secret":
      let name = "S" + Self.fresh()
      try await bench.setSecret(name, "value")
      return name
    default: throw Bench.Missing(what: "a value for :\(name) in MatrixStage")
    }
  }
}
