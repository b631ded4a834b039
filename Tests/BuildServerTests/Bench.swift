import BuildAPI
import BuildDatabase
import BuildModel
import BuildRunner
import BuildSpool
import Foundation
import Logging
import TestSupport

@testable import BuildServer

/// A service with one app in a real git repository, and a user for each role.
///
/// Its queue has no slots: builds wait until a test tells what a worker would.
struct Bench: Sendable {
  let folder: TemporaryFolder
  let repository: Repository
  let service: BuildService
  let app: App
  /// A token for each role in the app, and one of somebody without any.
  let tokens: [Role: String]
  let strangersToken: String

  var parts: ServiceParts { service.parts }
  var owner: String { tokens[.owner] ?? "" }

  init(_ change: (inout ServiceConfiguration) -> Void = { _ in }) async throws {
    folder = try TemporaryFolder()
    repository = try await .holding("bitrise.yml", "workflows: {primary: {}, deploy: {}}\n")
    var configuration = ServiceConfiguration.plain(folder.url)
    configuration.slots = 0
    change(&configuration)
    service = try BuildService(configuration)
    var tokens: [Role: String] = [:]
    for role in Role.allCases { tokens[role] = try await service.makeToken(for: role.rawValue) }
    self.tokens = tokens
    strangersToken = try await service.makeToken(for: "stranger")
    let store = service.parts.store
    let owner = try await Self.user(tokens[.owner] ?? "", store)
    app = try await Registration(parts: service.parts).register(
      RegisterRequest(repoURL: repository.path, title: "sample"), owner: owner)
    for role in Role.allCases where role != .owner {
      let user = try await Self.user(tokens[role] ?? "", store)
      try await store.setRole(role, of: user.slug, in: app.slug)
    }
  }

  private static func user(_ token: String, _ store: BuildStore) async throws -> User {
    guard let user = try await store.user(tokenHash: TokenDigest.hash(of: token)) else {
      throw Missing(what: "the user of a new token")
    }
    return user
  }

  struct Missing: Error { var what: String }

  /// A token of the service's administrator, who has no role in the app.
  func makeAdministrator() async throws -> String {
    try await service.makeToken(for: "root", isAdmin: true)
  }

  /// The user of a token.
  func user(_ token: String) async throws -> User { try await Self.user(token, parts.store) }

  func id(of token: String) async throws -> TokenID {
    guard let found = try await parts.store.token(hash: TokenDigest.hash(of: token)) else {
      throw Missing(what: "a token")
    }
    return found.token.id
  }

  /// Another token of a user.
  func makeToken(for name: String, expiresAt: Date?) async throws -> String {
    guard let user = try await parts.store.user(name) else { throw Missing(what: "a user") }
    let token = TokenDigest.makeToken()
    try await parts.store.insertToken(
      StoredToken(
        id: TokenID(rawValue: FreshSlug.token()), user: user, createdAt: parts.now,
        expiresAt: expiresAt), hash: TokenDigest.hash(of: token),
      noting: AuditEntry(at: parts.now, event: .tokenMade))
    return token
  }

  /// A secret of the app.
  func setSecret(_ name: String, _ value: String, isExpand: Bool = false) async throws {
    try await parts.store.write(
      StoredSecret(
        id: FreshSlug.secret(), app: app.slug, name: name,
        sealed: try parts.secrets.seal(value, as: name, of: app.slug), isExpand: isExpand),
      noting: AuditEntry(at: parts.now, app: app.slug, event: .secretSet, detail: name))
  }

  /// All of the audit, oldest first: who, what, and how it was put.
  func audit(_ filter: AuditFilter = AuditFilter()) async throws -> [String] {
    try await parts.store.audit(filter, page: PageRequest()).items.reversed().map { entry in
      [entry.userName, entry.address, entry.event, entry.detail].compactMap { $0 }
        .filter { !$0.isEmpty }.joined(separator: " | ")
    }
  }

  /// A waiting build.
  func makeBuild(
    isRemote: Bool = false, isOnHold: Bool = false, _ parameters: BuildParams = BuildParams()
  ) async throws -> Build {
    guard let app = try await parts.store.app(app.slug) else { throw Missing(what: "the app") }
    return try await Intake(parts: parts).take(
      Intake.Wish(
        parameters: parameters, workflow: parameters.workflowID, triggeredBy: "manual-owner",
        isRemote: isRemote, isOnHold: isOnHold), in: app
    ) { _ in "" }.build
  }

  /// Tells news of a build as its worker would.
  func tell(_ build: Build, _ news: [WorkerNews], at time: Date = Date()) async throws {
    let last = try await parts.store.build(build.slug)?.lastReport ?? 0
    for (number, news) in news.enumerated() {
      try await parts.foreman.take(
        WorkerReport(sequence: last + number + 1, at: time, news: news), of: build.slug)
    }
  }

  func makeFinishedBuild(isRemote: Bool = false) async throws -> Build {
    let build = try await makeBuild(isRemote: isRemote)
    try await tell(
      build, [.started, .finished(.failed, failureReason: nil, abortReason: nil)])
    return build
  }

  func spool(of build: Build) -> SpoolFolder { parts.folder.spool(of: build.slug) }
}

extension BuildStore {
  func user(tokenHash hash: String) async throws -> User? {
    try await token(hash: hash)?.token.user
  }
}

extension Repository {
  /// A repository with one commit of one file.
  static func holding(_ file: String, _ text: String) async throws -> Repository {
    let repository = try Repository()
    try await repository.git("init", "-q", "-b", "trunk")
    try await repository.commit("Begin", file: file, text)
    return repository
  }
}

extension ServiceConfiguration {
  static let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// Workflows `primary`, the default, and `deploy`; a text with `broken` in it is refused.
  static func plain(_ folder: URL) -> ServiceConfiguration {
    var configuration = ServiceConfiguration(
      dataFolder: folder.appending(path: "data"), worker: URL(filePath: "/no-such-worker")
    ) { app, _ in
      let file = URL(filePath: app.repository).appending(path: "bitrise.yml")
      return ConfigurationText(
        text: try String(contentsOf: file, encoding: .utf8), name: "bitrise.yml")
    } describe: { text in
      guard !text.text.contains("broken") else {
        throw ServiceError(description: "bitrise.yml:3:5: this is broken")
      }
      return ConfigurationDigest(
        workflows: ["primary", "deploy"], stacks: ["deploy": StackName(rawValue: "linux-docker")]
      ) { $0.branch == "nowhere" ? nil : "primary" }
    } inspectRepository: { address, branch in
      let place = folder.appending(path: "look-\(UUID().uuidString)")
      return try await RepositoryLook(workspace: place.path).facts(of: address, branch: branch)
    }
    configuration.logger = quietLogger
    return configuration
  }
}
