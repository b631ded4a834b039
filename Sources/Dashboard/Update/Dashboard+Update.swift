import BuildModel
import TerminalSurface
package import struct Foundation.Date

extension Dashboard {
  /// Lets time pass before something else that happened is taken in, which puts all else right.
  package static func advance(_ state: inout State, to now: Date) -> [Effect] {
    ticked(&state, now)
  }

  /// Takes in what happened and answers what is wanted of the world in return.
  package static func update(_ state: inout State, _ action: Action) -> [Effect] {
    var effects = passesOn(state, action) ? [] : arrive(&state)
    let selected = state.builds.selected
    effects += react(&state, to: action)
    state.unseen.settled()
    effects += settleList(&state)
    if state.builds.selected != selected, state.restsAt == nil {
      effects += selectionChanged(&state)
    }
    // What is not drawn yet need not be right yet.
    guard state.restsAt == nil else { return effects }
    settleDetail(&state)
    return effects + settleWindows(&state) + LogPane.settle(&state)
  }

  private static func react(_ state: inout State, to action: Action) -> [Effect] {
    switch action {
    case .started:
      return [.loadService, .loadBuilds, .loadWindows, .watchService, .watchElsewhere]
    case .input(.key(let key)): return keyPressed(&state, key)
    case .input(.mouse(let mouse)): return mouseMoved(&state, mouse)
    case .input(.paste(let text)): return pasted(&state, text)
    // Whoever owns the terminal chooses the theme by it.
    case .input(.focus), .input(.background): return []
    case .resized(let size):
      state.size = size
      return []
    case .tick(let now):
      return ticked(&state, now)
    case .serviceLoaded, .roleLearned, .rebuildForbidden, .pipelineRebuilt,
      .buildsLoaded, .olderBuildsLoaded,
      .buildsFound, .buildChanged,
      .stepsLoaded, .logArrived, .logLeapt, .logPage,
      .logEnded, .logFound, .exportGrew, .exported,
      .configurationLoaded, .artifactsLoaded, .downloadGrew, .downloaded,
      .windowsLoaded, .windowChanged, .accessLoaded, .windowExtended, .elsewhereAsked,
      .elsewhereHeard, .elsewhereSilent, .workflowsLoaded, .runAccepted,
      .rebuildAccepted, .abortAccepted, .refused, .connectionLost, .connectionRestored:
      return heard(&state, action)
    case .copied(let text, let outcome):
      copied(&state, text, outcome)
      return []
    case .toolsFound, .launched, .rescued, .forwardOpened, .forwardEnded:
      heardInside(&state, action)
      return []
    case .stayPlanned(let build, let outline):
      return stayPlanned(&state, build, .outline(outline))
    case .stayWritten(let sentence):
      state.say(sentence)
      return []
    case .pageOpened(let build, let problem):
      if let problem {
        state.report(problem)
      } else {
        state.say("The page of \(state.facts.name(of: build)) was handed to the browser.")
      }
      return []
    case .themeShown, .themeKept, .themeRefused, .themesListed, .keymapChanged,
      .rescueChanged,
      .configurationRefused:
      looksChanged(&state, action)
      return []
    case .sessionEnded(let build, let end):
      sessionEnded(&state, build, end)
      return [.loadAccess(build)]
    case .programEnded(let problem):
      if let problem { state.report(problem) }
      return []
    }
  }

  /// Puts the selection right, whatever happened to the list.
  private static func settleList(_ state: inout State) -> [Effect] {
    guard !state.facts.builds.isEmpty || state.builds.selected != nil else { return [] }
    let rows = Layout(state, size: state.size).list.map(Builds.rowsArea)?.rows ?? state.size.rows
    Builds.settle(&state, rows: rows)
    return Builds.demand(&state, rows: rows)
  }

  private static func settleWindows(_ state: inout State) -> [Effect] {
    guard state.windowList != nil else { return [] }
    let panel = Layout(state, size: state.size).windows
    return Windows.settle(&state, rows: panel.map { Windows.rowsArea(state, $0).rows } ?? 1)
  }

  /// Keeps the chosen step in sight.
  private static func settleDetail(_ state: inout State) {
    let layout = Layout(state, size: state.size)
    guard let rows = layout.steps?.content.rows else { return }
    state.detail.top = ScrollWindow.top(
      from: state.detail.top, showing: BuildDetail.chosenIndex(state),
      of: BuildDetail.entries(state).count, rows: max(0, rows - layout.summaryRows))
  }

  /// Another build is looked at: shows its failed step, its log, its window.
  static func selectionChanged(_ state: inout State) -> [Effect] {
    var effects = LogPane.clearSearch(&state) ?? []
    state.detail = BuildDetail.State(
      log: LogPane.State(
        isWrapped: state.detail.log.isWrapped, showsTimes: state.detail.log.showsTimes))
    state.pane?.revealedUntil = nil
    guard let build = state.selectedBuild else {
      state.followed = nil
      return effects + [.stopFollowingLog]
    }
    effects.append(.loadSteps(build.slug))
    effects += follow(&state, build)
    if build.isRemote, !(state.facts.clock(for: build.slug)?.isClosed ?? false) {
      effects.append(.loadAccess(build.slug))
    }
    return effects
  }

  /// Follows a build's log from where it is known, unless all of it is or may not be read.
  static func follow(_ state: inout State, _ build: Build) -> [Effect] {
    state.facts.logs.take(build.slug)
    state.followed = build.slug
    state.followedSince = state.facts.now
    let mayRead = state.facts.role(for: build)?.mayReadLogs ?? true
    guard mayRead, let log = state.facts.logs[build.slug], !log.isComplete else {
      return [.stopFollowingLog]
    }
    return [.followLog(build.slug, after: log.lastPosition)]
  }

  private static func ticked(_ state: inout State, _ now: Date) -> [Effect] {
    let before = state.facts.now
    state.facts.now = now
    if now.timeIntervalSince1970.rounded(.down) != before.timeIntervalSince1970.rounded(.down) {
      state.unseen.disturbed()
    }
    if let expiry = state.notice?.expiry, expiry <= now { state.notice = state.covered }
    if let until = state.pane?.revealedUntil, until <= now { state.pane?.revealedUntil = nil }
    if case .sheet(let sheet) = state.dialog, let until = sheet.until, until <= now {
      state.dialog = nil
    }
    return woke(&state, since: before) + rescueDue(&state) + pointOutForgotten(&state)
      + warn(&state, since: before)
  }
}
