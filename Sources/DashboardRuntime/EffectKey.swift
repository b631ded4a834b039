package import BuildModel
package import Dashboard

/// Effects of the same key take each other's place: the newer one counts, the older is cancelled.
package enum EffectKey: Hashable, Sendable {
  case service, builds, windows, watch, elsewhere, steps, log, workflows
  case access(BuildSlug)
  case logPart, export, olderBuilds, find, configuration, artifacts, download
  case logSearch(LogSearch.Kind)
  case tools, stay
  case forward(PortForward)

  init?(_ effect: Dashboard.Effect) {
    switch effect {
    case .loadService: self = .service
    case .loadBuilds: self = .builds
    case .loadOlderBuilds: self = .olderBuilds
    case .findBuilds: self = .find
    case .loadWindows: self = .windows
    case .watchService: self = .watch
    case .watchElsewhere: self = .elsewhere
    case .loadSteps: self = .steps
    case .followLog, .stopFollowingLog: self = .log
    case .loadLog: self = .logPart
    case .searchLog(_, let kind, _, _), .stopSearching(_, let kind): self = .logSearch(kind)
    case .exportLog, .stopExport: self = .export
    case .loadAccess(let build): self = .access(build)
    case .loadWorkflows: self = .workflows
    case .loadConfiguration: self = .configuration
    case .loadArtifacts: self = .artifacts
    case .download, .stopDownload: self = .download
    case .lookForTools: self = .tools
    case .planStay: self = .stay
    case .forward(let forward), .endForward(let forward): self = .forward(forward)
    case .launch, .writeStay, .rescue, .run, .rebuild, .rebuildPipeline, .acceptPaste, .abort,
      .hold, .openWindow, .closeWindow, .sendAway, .extendWindow, .openPage, .copy, .connect, .show,
      .showTheme,
      .keepTheme,
      .alert, .suspend, .redraw, .quit:
      return nil
    }
  }

  /// Whether it goes on for as long as the program does, and so never counts as busy.
  var isBackground: Bool {
    switch self {
    case .watch, .elsewhere, .log, .forward: true
    default: false
    }
  }
}
