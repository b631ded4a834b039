import BuildDatabase
import BuildModel
import BuildSpool

/// Secrets on their way to the worker that waits for them.
extension Foreman {
  /// Hands a build's secrets over, unless its worker has them already.
  ///
  /// They are told at every new connection until the machine stands: the worker may have missed
  /// them, and has use for them once.
  func handOverSecrets(of build: StoredBuild, through link: WorkerLink) async throws {
    let hasThem = build.build.preparedAt != nil || build.build.status.isFinished
    let spool = folder.spool(of: build.build.slug)
    guard !hasThem, try spool.readOrder().hasSecrets else { return }
    do {
      try link.send(.secrets(try await secrets.handover(for: build.build)))
    } catch let error as VaultError {
      logger.error("the secrets of \(build.build.app) cannot be opened: \(error)")
      try link.send(.abort(reason: error.description, withSuccess: false))
    }
  }
}
