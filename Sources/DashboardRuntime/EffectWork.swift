import BuildModel
import Dashboard

/// One effect together with what it needs to know, ready to be carried out away from the state.
struct EffectWork: Sendable {
  let effect: Dashboard.Effect
  /// The build that the effect is about.
  private let build: Build?
  /// That build is of a connection that is not in use.
  private let isElsewhere: Bool

  /// Nil where there is nothing to run: to stop following a log is to start nothing in its place,
  /// and a build that has gone from the list in the meantime has nothing to be asked about.
  init?(_ effect: Dashboard.Effect, facts: Facts) {
    self.effect = effect
    switch effect {
    case .loadService, .loadBuilds, .loadOlderBuilds, .findBuilds, .loadWindows, .watchService,
      .watchElsewhere, .copy, .openPage, .loadWorkflows, .run, .lookForTools, .endForward:
      build = nil
    case .loadSteps(let slug), .followLog(let slug, _), .loadAccess(let slug),
      .rebuild(let slug, _, _, _), .sendAway(let slug), .loadConfiguration(let slug, _),
      .loadArtifacts(let slug), .download(let slug, _), .rebuildPipeline(let slug),
      .acceptPaste(let slug, _, _),
      .abort(let slug), .hold(let slug, _),
      .openWindow(let slug), .closeWindow(let slug), .extendWindow(let slug, _),
      .loadLog(let slug, _),
      .searchLog(let slug, _, _, _), .launch(let slug, _), .planStay(let slug, _),
      .writeStay(let slug, _), .rescue(let slug, _):
      guard let known = facts.build(slug) else { return nil }
      build = known
    case .forward(let forward):
      guard let known = facts.build(forward.build) else { return nil }
      build = known
    case .exportLog(let export):
      guard let known = facts.build(export.build) else { return nil }
      build = known
    case .stopFollowingLog, .stopSearching, .stopExport, .stopDownload, .connect, .show, .showTheme,
      .keepTheme, .alert, .suspend, .redraw, .quit:
      return nil
    }
    isElsewhere = build.map { facts.place(elsewhere: $0.slug) != nil } ?? false
  }

  /// Carries the effect out and answers its last action; nil if it has none, or was cancelled.
  func run(_ services: Services, report: @escaping Services.Report) async -> Dashboard.Action? {
    do {
      let action = try await carryOut(services, report)
      return Task.isCancelled ? nil : action
    } catch {
      return Task.isCancelled ? nil : action(for: error)
    }
  }

  private func action(for error: any Error) -> Dashboard.Action {
    switch error {
    case ServiceFailure.refused(let sentence): .refused(effect, sentence: sentence)
    // Of the connection in use that says nothing.
    case ServiceFailure.unreachable(let sentence) where isElsewhere:
      .refused(effect, sentence: sentence)
    case ServiceFailure.unreachable(let sentence): .connectionLost(sentence: sentence)
    default: .refused(effect, sentence: "\(error)")
    }
  }

  private func carryOut(
    _ services: Services, _ report: @escaping Services.Report
  ) async throws -> Dashboard.Action? {
    switch effect {
    case .loadService: return .serviceLoaded(try await services.loadService())
    case .loadBuilds:
      let page = try await services.loadBuilds(nil)
      return .buildsLoaded(page.builds, next: page.next)
    case .loadOlderBuilds(let cursor):
      let page = try await services.loadBuilds(cursor)
      return .olderBuildsLoaded(page.builds, next: page.next)
    case .findBuilds(let query, let cursor):
      let page = try await services.findBuilds(query, cursor)
      return .buildsFound(query, page.builds, next: page.next)
    case .loadWindows: return .windowsLoaded(try await services.loadWindows())
    case .watchService:
      await services.watch(report)
      return nil
    case .watchElsewhere:
      await services.watchElsewhere(report)
      return nil
    case .openPage(let build, let address):
      return .pageOpened(build, problem: await services.openPage(address))
    case .loadWorkflows: return .workflowsLoaded(try await services.loadWorkflows())
    case .run(let app, let workflow, let parameters):
      return .runAccepted(try await services.run(app, workflow, parameters))
    case .copy(let text): return .copied(text, await services.copy(text))
    case .lookForTools: return .toolsFound(await services.door.findTools())
    // It has ended the one before by taking its place.
    case .endForward(let forward): return .forwardEnded(forward, problem: nil)
    default:
      guard let build else { return nil }
      return try await carryOut(services, report, build)
    }
  }

  private func carryOut(
    _ services: Services, _ report: @escaping Services.Report, _ build: Build
  ) async throws -> Dashboard.Action? {
    let slug = build.slug
    switch effect {
    case .loadSteps: return .stepsLoaded(slug, try await services.loadSteps(build))
    case .followLog(_, let position):
      try await services.followLog(build, position) { news in
        switch news {
        case .end(let page): report(.logPage(slug, page))
        case .grown(let chunks): report(.logArrived(slug, chunks))
        case .leapt(let page): report(.logLeapt(slug, page))
        }
      }
      return .logEnded(slug)
    case .loadLog(_, let part):
      return .logPage(slug, try await services.reading(of: build).page(part))
    case .searchLog(_, let kind, let query, let parts):
      try await services.reading(of: build).search(query, in: parts) {
        report(.logFound(slug, kind, $0))
      }
      return nil
    case .exportLog(let export):
      let path = try await services.exportLog(export, services.reading(of: build)) {
        report(.exportGrew(export, bytes: $0))
      }
      return .exported(export, path: path)
    case .loadAccess: return .accessLoaded(try await services.loadAccess(build))
    case .rebuild(_, let remoteAccess, let hold, let stack):
      return .rebuildAccepted(
        of: slug, try await services.rebuild(build, remoteAccess, hold, stack))
    case .sendAway: return .buildChanged(try await services.files.sendAway(build))
    case .loadConfiguration(_, let source):
      let text = try await services.files.loadConfiguration(build, source)
      return .configurationLoaded(slug, source, text: text)
    case .loadArtifacts:
      return .artifactsLoaded(slug, try await services.files.loadArtifacts(build))
    case .download(_, let artifact):
      let path = try await services.files.download(build, artifact) {
        report(.downloadGrew(artifact, bytes: $0))
      }
      return .downloaded(artifact, path: path)
    case .rebuildPipeline:
      try await services.rebuildPipeline(build)
      return .pipelineRebuilt(of: slug)
    case .acceptPaste(_, let paste, let keep):
      return .accessLoaded(try await services.acceptPaste(build, paste, keep))
    case .abort:
      try await services.abort(build)
      return .abortAccepted(slug)
    case .hold(_, let isHeld): return .buildChanged(try await services.hold(build, isHeld))
    case .openWindow: return .windowChanged(try await services.openWindow(build))
    case .closeWindow: return .windowChanged(try await services.closeWindow(build))
    case .extendWindow(_, let seconds):
      return .windowExtended(try await services.extendWindow(build, seconds), seconds: seconds)
    case .launch, .planStay, .writeStay, .rescue, .forward:
      return try await carryOutAtDoor(services.door, report, build)
    case .loadService, .loadBuilds, .loadOlderBuilds, .findBuilds, .loadWindows, .watchService,
      .watchElsewhere, .openPage, .loadWorkflows, .run, .lookForTools, .endForward,
      .stopFollowingLog, .stopSearching, .stopExport, .stopDownload, .copy, .connect, .show,
      .showTheme,
      .keepTheme, .alert, .suspend, .redraw,
      .quit:
      return nil  // about no build: taken before
    }
  }
}
