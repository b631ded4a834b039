package import BuildModel
import Dashboard

/// Effects of the same key take each other's place: the newer one counts, the older is cancelled.
package enum EffectKey: Hashable, Sendable {
  case service, builds, windows, watch, steps, log, workflows
  case access(BuildSlug)

  init?(_ effect: Dashboard.Effect) {
    switch effect {
    case .loadService: self = .service
    case .loadBuilds: self = .builds
    case .loadWindows: self = .windows
    case .watchService: self = .watch
    case .loadSteps: self = .steps
    case .followLog, .stopFollowingLog: self = .log
    case .loadAccess(let build): self = .access(build)
    case .loadWorkflows: self = .workflows
    case .run, .rebuild, .abort, .closeWindow, .copy, .connect, .suspend, .redraw, .quit: return nil
    }
  }

  /// Whether it goes on for as long as the program does, and so never counts as busy.
  var isBackground: Bool { self == .watch || self == .log }
}
