import BuildModel
import Dashboard

/// Runs effects as tasks and forgets those that newer ones have replaced.
@MainActor
final class EffectRunner {
  private let services: Services
  private let post: @Sendable (StorePost) -> Void
  private var runs: [Int: Run] = [:]
  private var current: [EffectKey: Int] = [:]
  private var lastRun = 0

  private struct Run {
    var task: Task<Void, Never>
    var key: EffectKey?
  }

  init(services: Services, post: @escaping @Sendable (StorePost) -> Void) {
    self.services = services
    self.post = post
  }

  var busyCount: Int { runs.values.count { !($0.key?.isBackground ?? false) } }

  func run(_ effect: Dashboard.Effect, facts: Facts) {
    let key = EffectKey(effect)
    if let key { cancel(key) }
    lastRun += 1
    let run = lastRun
    guard let work = EffectWork(effect, facts: facts) else { return }
    let (services, post) = (services, post)
    let task = Task.detached {
      let last = await work.run(services) { action in
        post(StorePost(run: run, action: action, isLast: false))
      }
      post(StorePost(run: run, action: last, isLast: true))
    }
    runs[run] = Run(task: task, key: key)
    if let key { current[key] = run }
  }

  /// The action of a post, unless its effect has been replaced.
  func take(_ post: StorePost) -> Dashboard.Action? {
    guard let run = runs[post.run] else { return nil }
    if post.isLast {
      runs[post.run] = nil
      if let key = run.key, current[key] == post.run { current[key] = nil }
    }
    return post.action
  }

  func cancelAll() {
    for run in runs.values { run.task.cancel() }
    runs = [:]
    current = [:]
  }

  private func cancel(_ key: EffectKey) {
    guard let run = current.removeValue(forKey: key) else { return }
    runs.removeValue(forKey: run)?.task.cancel()
  }
}
