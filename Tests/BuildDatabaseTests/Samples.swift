import BuildDatabase
import BuildModel
import Foundation

/// A store in memory with one user and one app of theirs.
struct SampleStore {
  let store: BuildStore
  let user: User
  let app: App

  init(_ store: BuildStore? = nil) async throws {
    self.store = try store ?? .inMemory()
    user = try await self.store.user(named: "alex", orAddAs: UserSlug(rawValue: "u1"))
    app = try await self.store.register(.sample("a1"), owner: user.slug)
  }

  @discardableResult
  func insert(
    _ slug: String, app: String = "a1", workflow: String = "primary", branch: String? = "main",
    tag: String? = nil, message: String? = nil, at time: Date = .noon,
    window: AccessWindow? = nil
  ) async throws -> Build {
    try await store.insertBuild(
      Build(
        slug: BuildSlug(rawValue: slug), app: AppSlug(rawValue: app), appTitle: "", number: 0,
        status: .queued, workflow: workflow, branch: branch, tag: tag, commitMessage: message,
        triggeredAt: time, isRemote: window != nil), parameters: "{}", window: window
    ).build
  }

  /// Another user, with a role in the app where one is given.
  func addUser(_ name: String, as role: Role? = nil, isAdmin: Bool = false) async throws -> User {
    let user = try await store.user(
      named: name, orAddAs: UserSlug(rawValue: "slug-of-\(name)"), isAdmin: isAdmin)
    if let role { try await store.setRole(role, of: user.slug, in: app.slug) }
    return user
  }

  /// All of the audit, oldest first: who, what, and how it was put.
  func audit() async throws -> [String] {
    try await store.audit(AuditFilter(), page: PageRequest()).items.reversed().map { entry in
      [entry.userName, entry.address, entry.event, entry.detail].compactMap { $0 }
        .filter { !$0.isEmpty }.joined(separator: " | ")
    }
  }

  func tell(_ build: String, _ sequence: Int, _ news: WorkerNews) async throws -> Bool {
    try await store.record(
      WorkerReport(sequence: sequence, at: .noon + Double(sequence), news: news),
      of: BuildSlug(rawValue: build))
  }

  func build(_ slug: String) async throws -> Build? {
    try await store.build(BuildSlug(rawValue: slug))?.build
  }

  func window(_ slug: String) async throws -> StoredWindow? {
    try await store.window(of: BuildSlug(rawValue: slug))
  }
}

extension Date {
  static let noon = Date(timeIntervalSince1970: 1_800_000_000)
}

extension App {
  static func sample(_ slug: String) -> App {
    App(
      slug: AppSlug(rawValue: slug), title: "app \(slug)", repository: "/projects/\(slug)",
      defaultBranch: "main", createdAt: .noon)
  }
}
