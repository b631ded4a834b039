import BuildClient
import BuildModel
import Dashboard
import DashboardRuntime

/// Finds out what the person may do with the apps they look at, each once.
actor RoleScout {
  private var report: Services.Report?
  private var told: [AppSlug: Role] = [:]
  private var asked: Set<AppSlug> = []

  /// Takes where to tell it.
  func listen(_ report: @escaping Services.Report) { self.report = report }

  /// Asks after a role, in the background, and tells what was learned meanwhile.
  func look(at app: AppSlug, _ client: BuildClient) {
    tell(client.learnedRoles)
    // On this computer's own service everybody may do everything.
    guard !client.connection.isOwn, asked.insert(app).inserted else { return }
    Task {
      guard let role = await client.role(in: app) else { return }
      tell([app: role])
    }
  }

  /// Does something that a role may forbid, and tells where one did.
  func trying<Value: Sendable>(
    _ app: AppSlug, _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    do { return try await work() } catch let error as ServiceError
      where error.code == .refused(.role)
    {
      report?(.rebuildForbidden(app, sentence: error.sentence))
      throw error
    }
  }

  private func tell(_ roles: [AppSlug: Role]) {
    for (app, role) in roles where told[app] != role {
      told[app] = role
      report?(.roleLearned(app, role))
    }
  }
}
