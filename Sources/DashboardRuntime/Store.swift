package import Dashboard
package import Foundation
import TerminalSurface

/// Holds the dashboard's state, feeds it what happens and sees to what it asks for.
///
/// Belongs to the main loop, which owns the terminal: the loop hands over what the person did and
/// what tasks have posted, draws when told to, and does what the store cannot, which it finds in
/// what ``apply(_:now:)`` answers. Results of effects come back through `post`, which may be called
/// from any thread and must make the loop call ``apply(_:now:)``.
@MainActor
package final class Store {
  package private(set) var state: Dashboard.State
  /// How many effects are under way whose end somebody waits for.
  package var busyCount: Int { runner.busyCount }

  private let runner: EffectRunner
  private var needsDrawing = true

  package init(
    state: Dashboard.State, services: Services, post: @escaping @Sendable (StorePost) -> Void
  ) {
    self.state = state
    runner = EffectRunner(services: services, post: post)
  }

  /// Takes in what happened, in order, and answers what the terminal's owner has to do.
  ///
  /// The moment goes in first, so that everything is judged by one clock.
  package func apply(_ actions: [Dashboard.Action], now: Date) -> [TerminalRequest] {
    guard !actions.isEmpty else { return [] }
    needsDrawing = true
    return carryOut(Dashboard.advance(&state, to: now)) + actions.flatMap(feed)
  }

  /// Takes in what tasks have posted; what a replaced effect still posted does not count.
  package func apply(posts: [StorePost], now: Date) -> [TerminalRequest] {
    apply(posts.compactMap { runner.take($0) }, now: now)
  }

  /// Hands the state over to be drawn, if the screen is older than it; that makes it count as
  /// drawn.
  package func draw(_ body: (Dashboard.State) -> Void) {
    guard needsDrawing else { return }
    needsDrawing = false
    body(state)
    Dashboard.shown(&state)
  }

  /// Takes a copy of the state the way that a key takes it, and lets it be looked at.
  package func rehearse(_ body: (Dashboard.State) -> Void) {
    var copy = state
    _ = Dashboard.update(&copy, .input(.key(Key(.down))))
    body(copy)
  }

  /// When to call ``tick(now:)`` next; nil while nothing on the screen changes by itself.
  package func nextTick(after now: Date) -> Date? { Dashboard.nextTick(state, after: now) }

  /// Lets time pass on the screen, and answers what the terminal's owner has to do.
  package func tick(now: Date) -> [TerminalRequest] {
    needsDrawing = true
    return feed(.tick(now: now))
  }

  /// Ends every effect that is under way.
  package func cancelAll() { runner.cancelAll() }

  private func feed(_ action: Dashboard.Action) -> [TerminalRequest] {
    carryOut(Dashboard.update(&state, action))
  }

  private func carryOut(_ effects: [Dashboard.Effect]) -> [TerminalRequest] {
    effects.compactMap(carryOut)
  }

  private func carryOut(_ effect: Dashboard.Effect) -> TerminalRequest? {
    switch effect {
    case .suspend: return .suspend
    case .redraw: return .redraw
    case .alert(let sentence): return .alert(sentence)
    case .showTheme(let name): return .showTheme(name)
    case .keepTheme(let name): return .keepTheme(name)
    case .show(let path, let program): return .show(path, in: program)
    case .quit(let farewell): return .quit(farewell: farewell)
    case .connect(let slug):
      guard let build = state.facts.build(slug), let access = state.facts.access(slug) else {
        return nil
      }
      return .connect(build, access)
    case .loadService, .loadBuilds, .loadOlderBuilds, .findBuilds, .loadWindows, .watchService,
      .watchElsewhere,
      .loadSteps, .followLog,
      .stopFollowingLog, .loadLog, .searchLog, .stopSearching, .exportLog, .stopExport,
      .loadAccess, .loadWorkflows, .run, .rebuild, .rebuildPipeline, .acceptPaste, .abort, .hold,
      .openWindow, .closeWindow,
      .sendAway, .loadConfiguration, .loadArtifacts, .download, .stopDownload,
      .extendWindow, .openPage,
      .copy, .lookForTools, .launch, .planStay, .writeStay, .rescue, .forward, .endForward:
      runner.run(effect, facts: state.facts)
      return nil
    }
  }
}

/// Something that an effect has to say to the store.
package struct StorePost: Sendable, Equatable {
  /// Which effect it comes from; the store knows whether that one still counts.
  let run: Int
  /// Nil when it only says that it has ended.
  let action: Dashboard.Action?
  let isLast: Bool
}
