package import BuildModel
import Synchronization

/// Credentials that people have pasted, by build; in this process's memory only.
///
/// Whoever wants them kept for longer gives a place that is asked where the memory has none.
package final class PastedAccess: Sendable {
  private let memory = Mutex<[BuildSlug: AccessPaste]>([:])
  private let kept: @Sendable (BuildSlug) async -> AccessPaste?
  private let keptBuilds: @Sendable () async -> [BuildSlug: AppSlug]
  private let forgetKept: @Sendable (BuildSlug) async -> Void

  /// - Parameters:
  ///   - kept: what was kept of a build, until its deadline.
  ///   - keptBuilds: of which builds something is kept.
  ///   - forget: does away with what was kept.
  package init(
    kept: @escaping @Sendable (BuildSlug) async -> AccessPaste? = { _ in nil },
    keptBuilds: @escaping @Sendable () async -> [BuildSlug: AppSlug] = { [:] },
    forget: @escaping @Sendable (BuildSlug) async -> Void = { _ in }
  ) {
    self.kept = kept
    self.keptBuilds = keptBuilds
    forgetKept = forget
  }

  package func accept(_ paste: AccessPaste, for build: BuildSlug) {
    memory.withLock { $0[build] = paste }
  }

  /// What was pasted of a build, or kept of it.
  package func access(_ build: BuildSlug) async -> AccessPaste? {
    if let known = memory.withLock({ $0[build] }) { return known }
    guard let found = await kept(build) else { return nil }
    accept(found, for: build)
    return found
  }

  /// The builds of which something is kept beyond this program, with their apps.
  func kept() async -> [BuildSlug: AppSlug] { await keptBuilds() }

  /// A closed door's credentials open nothing; there is no reason to keep a password.
  func forget(_ build: BuildSlug) async {
    memory.withLock { $0[build] = nil }
    await forgetKept(build)
  }
}

/// What a service did not say outright, and what was learned all the same.
final class LearnedFacts: Sendable {
  private struct State {
    var remote: [BuildSlug: AppSlug] = [:]
    var open: Set<BuildSlug> = []
    var over: Set<BuildSlug> = []
    var roles: [AppSlug: Role] = [:]
  }

  private let state = Mutex(State())

  /// The build has remote access: it was asked for, or its log says so.
  func isRemote(_ build: BuildSlug, of app: AppSlug) { state.withLock { $0.remote[build] = app } }
  /// The log says that its machine can be entered.
  func isOpen(_ build: BuildSlug, of app: AppSlug) {
    state.withLock {
      $0.remote[build] = app
      $0.open.insert(build)
    }
  }

  func wasRemote(_ build: BuildSlug) -> Bool { state.withLock { $0.remote[build] != nil } }
  func wasOpen(_ build: BuildSlug) -> Bool { state.withLock { $0.open.contains(build) } }
  /// Those whose window is not known to be over.
  var remoteBuilds: [BuildSlug: AppSlug] {
    state.withLock { state in state.remote.filter { !state.over.contains($0.key) } }
  }
  func isOver(_ build: BuildSlug) { state.withLock { _ = $0.over.insert(build) } }

  func role(_ role: Role, in app: AppSlug) { state.withLock { $0.roles[app] = role } }
  var roles: [AppSlug: Role] { state.withLock { $0.roles } }
}
