import BuildModel

extension Dashboard {
  /// Takes in what the service said, or that it says nothing.
  static func heard(_ state: inout State, _ action: Action) -> [Effect] {
    switch action {
    case .serviceLoaded(let service):
      let roles = state.facts.service.roles
      state.facts.service = service
      state.facts.service.roles.merge(roles) { told, _ in told }
      return []
    case .roleLearned(let app, let role):
      state.facts.service.roles[app] = role
      return []
    case .rebuildForbidden(let app, let sentence):
      state.facts.service.forbidden[app] = sentence
      return []
    case .pipelineRebuilt(let build):
      state.rebuilding = nil
      state.say("The pipeline of \(state.facts.name(of: build)) runs again.")
      return []
    case .buildsLoaded(let builds, let next): return buildsLoaded(&state, builds, next)
    case .olderBuildsLoaded(let builds, let next):
      state.facts.list.addOlder(builds, next: next)
      return []
    case .buildsFound(let query, let builds, let next):
      Builds.found(&state, query, builds, next: next)
      return []
    case .buildChanged(let build): return buildChanged(&state, build)
    case .stepsLoaded(let build, let steps):
      state.facts.withoutSteps.remove(build)
      state.facts.steps[build] = steps.sorted { $0.index < $1.index }
      return []
    case .logArrived(let build, let chunks):
      state.facts.logs.append(
        chunks, to: build, isEndInView: LogPane.isEndInView(state, of: build))
      return []
    case .logLeapt(let build, let page):
      state.facts.logs.leap(
        to: page, of: build, isEndInView: LogPane.isEndInView(state, of: build))
      return []
    case .logPage(let build, let page):
      state.facts.logs.put(page, in: build)
      return []
    case .logFound(let build, let kind, let findings):
      if build == state.builds.selected { LogPane.found(&state, kind, findings) }
      return []
    case .exportGrew(let export, let bytes):
      if state.exporting?.export == export { state.exporting?.bytes = bytes }
      return []
    case .exported(let export, let path): return exported(&state, export, path)
    case .configurationLoaded, .artifactsLoaded, .downloadGrew, .downloaded:
      filesHeard(&state, action)
      return []
    case .logEnded(let build):
      state.facts.logs.complete(build)
      return []
    case .windowsLoaded(let windows): return windowsLoaded(&state, windows)
    case .windowChanged(let access): return windowChanged(&state, access, isComplete: false)
    case .accessLoaded(let access):
      if state.facts.isPageOnly(access.build), var build = state.facts.build(access.build) {
        // Whoever has the way in knows better than the service tells.
        build.isRemote = true
        state.facts.list.insert(build)
      }
      return windowChanged(&state, access, isComplete: true)
    case .windowExtended(let access, let seconds):
      let name = state.facts.name(of: access.build)
      state.say("\(name) stays open \(TimeWords.spoken(Double(seconds))) longer.")
      return windowChanged(&state, access, isComplete: true)
    case .elsewhereAsked, .elsewhereHeard, .elsewhereSilent: return heardElsewhere(&state, action)
    case .workflowsLoaded(let apps):
      workflowsLoaded(&state, apps)
      return []
    case .runAccepted(let build):
      runAccepted(&state, build)
      return []
    case .rebuildAccepted(let former, let build): return rebuilt(&state, former, build)
    case .abortAccepted(let build):
      state.say("\(state.facts.name(of: build)) is being aborted.")
      return []
    case .refused(let effect, let sentence): return refused(&state, effect, sentence)
    case .connectionLost(let sentence): return connectionLost(&state, sentence)
    case .connectionRestored: return connectionRestored(&state)
    case .started, .input, .resized, .tick, .copied, .pageOpened, .sessionEnded, .programEnded,
      .toolsFound, .launched, .stayPlanned, .stayWritten, .rescued, .forwardOpened, .forwardEnded,
      .themeShown, .themeKept, .themeRefused, .themesListed, .keymapChanged,
      .rescueChanged,
      .configurationRefused:
      return []
    }
  }

  private static func buildsLoaded(
    _ state: inout State, _ builds: [Build], _ next: String?
  ) -> [Effect] {
    state.facts.list.setNewest(builds, next: next)
    state.facts.loading = .loaded(at: state.facts.now)
    state.facts.steps = state.facts.steps.filter { state.facts.list[$0.key] != nil }
    return serviceAnswered(&state)
  }

  private static func buildChanged(_ state: inout State, _ build: Build) -> [Effect] {
    let former = state.facts.build(build.slug)
    state.facts.list.insert(build)
    if state.facts.loading == .underway { return serviceAnswered(&state) }
    var effects = serviceAnswered(&state)
    guard build.slug == state.builds.selected, former?.status != build.status else {
      return effects
    }
    effects.append(.loadSteps(build.slug))
    // The deadline is born when the build ends.
    if build.isRemote { effects.append(.loadAccess(build.slug)) }
    return effects
  }

  private static func windowsLoaded(_ state: inout State, _ windows: [RemoteAccess]) -> [Effect] {
    state.facts.loadingWindows = .loaded(at: state.facts.now)
    let listed = Set(windows.map(\.build))
    let vanished = state.facts.openWindows.map(\.build).filter { !listed.contains($0) }
    return windows.flatMap { windowChanged(&state, $0, isComplete: false) }
      + vanished.map { .loadAccess($0) }
  }

  static func windowChanged(
    _ state: inout State, _ access: RemoteAccess, isComplete: Bool
  ) -> [Effect] {
    state.facts.accessRefusals[access.build] = nil
    if let place = state.facts.place(elsewhere: access.build) {
      return windowChanged(&state, access, at: place.name)
    }
    state.facts.serverClock.observe(access.serverTime, at: state.facts.now)
    var access = access
    if !isComplete, let former = state.facts.windows[access.build] {
      access.ssh = access.ssh ?? former.ssh
      access.screenShare = access.screenShare ?? former.screenShare
    }
    let clock = AccessClock(access.state, at: state.facts.serverNow)
    // A closed door's credentials open nothing; there is no reason to keep a password.
    if clock.isClosed {
      access.ssh = nil
      access.screenShare = nil
    }
    state.facts.windows[access.build] = access
    state.solitude.observe(
      // Where the service does not tell who is inside, nobody is said to have forgotten anything.
      access,
      admits: clock.admits && access.estimate == nil && !state.facts.isPageOnly(access.build),
      opened: access.openedAt.map(state.facts.serverClock.localTime), at: state.facts.now)
    if clock.admits { doorOpened(&state, access.build) }
    let asks = clock.admits && !isComplete && access.ssh == nil
    return asks && state.facts.service.offer == .windows ? [.loadAccess(access.build)] : []
  }

  /// Shows the way into a build that this person had rebuilt for it, once.
  private static func doorOpened(_ state: inout State, _ build: BuildSlug) {
    guard state.expected.remove(build) != nil else { return }
    guard state.builds.selected == build else {
      state.say("\(state.facts.name(of: build)) is open now.")
      return
    }
    state.pane = AccessPane.State(.ssh)
    state.isZoomed = false
  }

  private static func rebuilt(
    _ state: inout State, _ former: BuildSlug, _ build: Build
  ) -> [Effect] {
    state.rebuilding = nil
    // Events may have told more of the build than this answer knows.
    if state.facts.build(build.slug) == nil { state.facts.list.insert(build) }
    state.builds.selected = build.slug
    state.say(
      "#\(build.number) rebuilds \(state.facts.name(of: former))."
        + Builds.keepInSight(&state, build))
    expectDoor(&state, build)
    return []
  }

  /// Of a build that was asked for with remote access, the opening of the door is told.
  static func expectDoor(_ state: inout State, _ build: Build) {
    guard build.isRemote else { return }
    state.expected.insert(build.slug)
    if state.facts.clock(for: build.slug)?.admits == true { doorOpened(&state, build.slug) }
  }

  private static func refused(
    _ state: inout State, _ effect: Effect, _ sentence: String
  ) -> [Effect] {
    switch effect {
    case .loadBuilds where state.facts.builds.isEmpty: state.facts.loading = .refused(sentence)
    case .rebuild, .rebuildPipeline: state.rebuilding = nil
    case .run: state.starting = nil
    case .loadConfiguration, .loadArtifacts, .download:
      if filesRefused(&state, effect, sentence) { return [] }
    case .loadWorkflows:
      if workflowsRefused(&state, sentence) { return [] }
    case .followLog, .loadWindows, .loadAccess, .loadSteps:
      if noted(&state, effect, sentence) { return [] }
    case .findBuilds: state.builds.find?.status = .refused(sentence)
    case .searchLog(_, let kind, _, _): state.detail.log.searches[kind]?.stop()
    case .planStay(let build, _):
      return stayPlanned(&state, build, .refused(sentence))
    case .rescue(let build, _): state.rescues[build]?.status = .failed(sentence)
    case .exportLog: state.exporting = nil
    default: break
    }
    state.report(sentence)
    return []
  }

  private static func connectionLost(_ state: inout State, _ sentence: String) -> [Effect] {
    state.rebuilding = nil
    state.starting = nil
    state.exporting = nil
    let effects = unheard(&state, sentence)
    guard !state.facts.connection.isLost else { return effects }
    state.facts.connection.status = .lost(sentence, since: state.facts.now)
    return effects
  }

  private static func connectionRestored(_ state: inout State) -> [Effect] {
    let wasLost = state.facts.connection.isLost
    state.facts.connection.status = .live
    guard wasLost else { return [] }
    state.say("\(state.facts.connection.name) is back.")
    return reload(&state) + retryView(&state)
  }

  private static func serviceAnswered(_ state: inout State) -> [Effect] {
    guard state.facts.connection.isLost else {
      state.facts.connection.status = .live
      return []
    }
    return connectionRestored(&state)
  }

  /// Asks for all that is on the screen again.
  static func reload(_ state: inout State) -> [Effect] {
    var effects: [Effect] = [.loadService, .loadBuilds, .loadWindows, .watchElsewhere]
    state.windowList?.asked = []
    state.facts.accessRefusals = [:]
    state.facts.withoutSteps = []
    if case .refused = state.facts.loadingWindows { state.facts.loadingWindows = .underway }
    guard let build = state.selectedBuild else { return effects }
    effects.append(.loadSteps(build.slug))
    effects += follow(&state, build)
    LogPane.askAnew(&state)
    state.askedOlder = nil
    state.builds.find = nil
    if build.isRemote { effects.append(.loadAccess(build.slug)) }
    return effects
  }
}

extension Dashboard.State {
  /// How long news stand in the status bar, in seconds.
  static let newsSeconds = 6.0

  mutating func say(_ text: String) {
    notice = Notice(text, .news, expiry: facts.now.addingTimeInterval(Self.newsSeconds))
  }

  /// For so long that it is seen.
  mutating func warn(_ text: String) {
    notice = Notice(text, .warning, expiry: facts.now.addingTimeInterval(2 * Self.newsSeconds))
  }

  mutating func explain(_ text: String) { notice = Notice(text, .hint) }
  mutating func report(_ text: String) { notice = Notice(text, .problem) }
}
