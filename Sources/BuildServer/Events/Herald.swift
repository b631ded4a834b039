import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Logging

/// Tells listeners what has changed, in the contract's bodies.
struct Herald: Sendable {
  let store: BuildStore
  let hub: EventHub
  let stacks: [Stack]
  let now: @Sendable () -> Date
  let logger: Logger

  func buildChanged(_ build: BuildSlug) async {
    await telling("a build") {
      guard let stored = try await store.build(build),
        let app = try await store.app(stored.build.app)
      else { return nil }
      return (.build(try BuildBody(stored), app: AppBody(app)), app.app.slug)
    }
  }

  func stepChanged(_ step: Step, of build: BuildSlug, in app: AppSlug) async {
    await telling("a step") { (.step(StepBody(step, build: build), build: build, app: app), app) }
  }

  func windowChanged(_ build: BuildSlug, door: Door?) async {
    await telling("a window") {
      guard let stored = try await store.build(build),
        let window = try await store.window(of: build)
      else { return nil }
      let access = RemoteAccess(
        stored.build, window, door: door, showsSecrets: false, stacks: stacks, at: now())
      return (.window(RemoteAccessBody(access, app: stored.build.app)), stored.build.app)
    }
  }

  /// Has every listener read everything anew: who saw the app cannot be told any more.
  func appRemoved() async { await telling("a removed app") { (.reset, nil) } }

  func logGrown(of build: BuildSlug, in app: AppSlug, to chunks: Int) async {
    await telling("a log") { (.log(build: build, app: app, chunks: chunks), app) }
  }

  // Nobody waits for an event: a failure is written down, and the next reading shows the truth.
  private func telling(_ what: String, _ event: () async throws -> (EventBody, AppSlug?)?) async {
    do {
      guard let (body, app) = try await event() else { return }
      try hub.publish(body, of: app)
    } catch {
      logger.error("cannot tell of \(what): \(error)")
    }
  }
}
