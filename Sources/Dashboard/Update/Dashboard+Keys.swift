import BuildModel
import TerminalSurface

extension Dashboard {
  static func keyPressed(_ state: inout State, _ key: Key) -> [Effect] {
    // It may have covered rows of the list.
    if state.notice != nil { state.unseen.disturbed() }
    state.notice = nil
    // These work above any dialogue.
    switch state.keymap.command(for: key) {
    case .quitAtOnce, .suspend, .redraw:
      return state.keymap.command(for: key).map { perform(&state, $0) } ?? []
    default: break
    }
    if let dialog = state.dialog { return dialogKey(&state, dialog, key) }
    if let prompt = state.prompt { return promptKey(&state, prompt, key) }
    guard let command = state.command(for: key) else {
      if let sentence = state.elsewhere(key) { state.explain(sentence) }
      return []
    }
    return perform(ifAvailable: command, &state)
  }

  /// Does what a command says, or says why not.
  static func perform(ifAvailable command: Command, _ state: inout State) -> [Effect] {
    if let reason = state.availability(of: command).reason {
      state.explain(reason)
      return []
    }
    return perform(&state, command)
  }

  static func perform(_ state: inout State, _ command: Command) -> [Effect] {
    if let motion = Motion(command) {
      move(&state, motion)
      return []
    }
    switch command {
    case .open where state.windowList != nil: Windows.open(&state)
    case .open: open(&state)
    case .back: return back(&state)
    case .nextPane: turnFocus(&state, by: 1, wraps: true)
    case .previousPane: turnFocus(&state, by: -1, wraps: true)
    case .showList, .showSteps, .showLog: show(&state, command)
    case .right: moveAside(&state, by: 1)
    case .left: moveAside(&state, by: -1)
    case .filter:
      state.prompt = Prompt(
        .filter(former: state.builds.arrangement.filter, selected: state.builds.selected),
        TextField(
          state.builds.arrangement.filter?.text ?? "", history: state.history[.filter] ?? []))
    case .sortNext, .sortReversed, .group, .pin: arrange(&state, command)
    case .search, .nextMatch, .previousMatch, .nextError, .previousError, .wrap, .times, .fold,
      .foldAll, .selectLines, .selectBlock, .copySelection, .saveLog, .pageLog, .editLog:
      return performOnLog(&state, command)
    case .zoom: state.isZoomed.toggle()
    case .newBuild:
      state.dialog = .newBuild(NewBuild.State())
      return [.loadWorkflows]
    case .rebuildRemotely where state.target?.isOfPipeline == true: return openPage(&state)
    case .rebuildRemotely: ask(&state, .rebuild(remoteAccess: true))
    case .rebuild: ask(&state, .rebuild(remoteAccess: false))
    case .stop:
      // Among the windows the word is about the window, whatever its build does.
      if let build = state.target, build.status.isFinished, state.facts.isKept(build) {
        ask(&state, .sendAway)
        return []
      }
      let isWindow = state.target?.status.isFinished ?? true || state.windowList != nil
      ask(&state, isWindow ? .closeWindow : .abort)
    case .hold: return state.target.map { [.hold($0.slug, !$0.isOnHold)] } ?? []
    case .configuration:
      guard let build = state.target?.slug else { return [] }
      state.dialog = .configuration(Configuration.State(build))
      return [.loadConfiguration(build, .build)]
    case .artifacts:
      guard let build = state.target?.slug else { return [] }
      state.dialog = .artifacts(Artifacts.State(build))
      return [.loadArtifacts(build)]
    case .connect: return connect(&state)
    case .copy: state.dialog = state.target.map { .copyMenu(CopyMenu.State($0.slug)) }
    case .extend: return stayLonger(&state)
    case .launch, .forward, .fetch, .rescue: return performInside(&state, command)
    case .openPage: return openPage(&state)
    case .windows: state.windowList = state.windowList == nil ? Windows.State() : nil
    case .theme: openThemes(&state)
    case .palette: state.dialog = .palette(Palette.State())
    case .access: return togglePane(&state, .ssh)
    case .screenShare: return togglePane(&state, .screenShare)
    case .editor: return togglePane(&state, .editor)
    case .reveal: toggleReveal(&state)
    case .reload: return reload(&state)
    case .help: state.dialog = .help(Help.State())
    case .quit:
      guard state.facts.openWindows.isEmpty else {
        state.dialog = .quitNotice
        return []
      }
      return [.quit(farewell: [])]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quitAtOnce: return [.quit(farewell: QuitNotice.farewell(state.facts))]
    case .down, .up, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last:
      break  // taken before, or never available
    }
    return []
  }

  static func openPage(_ state: inout State) -> [Effect] {
    guard let build = state.target, let page = state.facts.page(of: build) else { return [] }
    return [.openPage(build.slug, address: page)]
  }

  /// Goes inside; a machine that is shut is opened first, and its pane tells when it is.
  private static func connect(_ state: inout State) -> [Effect] {
    guard let build = state.target else { return [] }
    guard state.facts.canBeOpened(build) else { return [.connect(build.slug)] }
    state.expected.insert(build.slug)
    let machine = state.facts.isKept(build) ? "kept machine" : "machine"
    let wait = build.status == .queued ? " as soon as it has one" : ""
    state.say(
      "The \(machine) of \(state.facts.name(of: build.slug)) is being opened\(wait).")
    return [.openWindow(build.slug)]
  }

  private static func move(_ state: inout State, _ motion: Motion) {
    let layout = Layout(state, size: state.size)
    if let windows = layout.windows {
      return Windows.move(&state, motion, rows: Windows.rowsArea(state, windows).rows)
    }
    guard !layout.isAccessAlone else { return }
    switch state.focus {
    case .list:
      pass(&state, motion, rows: layout.list.map(Builds.rowsArea)?.rows ?? 1)
    case .steps:
      let rows = (layout.steps?.content.rows ?? 1) - layout.summaryRows
      BuildDetail.moveChoice(&state, motion, rows: rows)
    case .log: LogPane.move(&state, motion)
    }
  }

  private static func open(_ state: inout State) {
    switch state.focus {
    case .list: state.focus = BuildDetail.entries(state).isEmpty ? .log : .steps
    case .steps: state.focus = .log
    case .log: state.isZoomed = true
    }
  }

  private static func arrange(_ state: inout State, _ command: Command) {
    switch command {
    case .sortNext:
      state.builds.arrangement.sort = state.builds.arrangement.sort.next
      state.say("Sorted by \(state.builds.arrangement.sort.rawValue).")
    case .sortReversed: state.builds.arrangement.isReversed.toggle()
    case .group:
      state.builds.arrangement.grouping = state.builds.arrangement.grouping.next
      let grouping = state.builds.arrangement.grouping
      state.say(grouping == .none ? "Not grouped." : "Grouped by \(grouping.rawValue).")
    case .pin:
      guard let build = state.builds.selected else { return }
      if state.builds.arrangement.pinned.remove(build) == nil {
        state.builds.arrangement.pinned.insert(build)
      }
    default: break  // not about the order of the list
    }
  }

  /// Gives one of the panes the keys, from wherever one is.
  private static func show(_ state: inout State, _ command: Command) {
    state.windowList = nil
    switch command {
    case .showSteps: state.focus = .steps
    case .showLog: state.focus = .log
    default: state.focus = .list
    }
    // On a small screen the pane of the way in would go on to cover what was asked for.
    if Layout(state, size: state.size).isAccessAlone { state.pane = nil }
  }

  /// One level back, what lies uppermost first.
  ///
  /// At the end nothing happens: Esc never quits.
  private static func back(_ state: inout State) -> [Effect] {
    if state.exporting != nil { return stopExport(&state) }
    if state.windowList != nil {
      state.windowList = nil
    } else if state.isZoomed {
      state.isZoomed = false
    } else if state.pane != nil {
      state.pane = nil
    } else if state.detail.log.selection != nil {
      state.detail.log.selection = nil
    } else if state.focus == .list, state.builds.arrangement.filter != nil {
      Builds.clearFilter(&state)
    } else if state.focus != .list, let effects = LogPane.clearSearch(&state) {
      return effects
    } else {
      switch state.focus {
      case .list: break
      case .steps: state.focus = .list
      case .log: state.focus = BuildDetail.entries(state).isEmpty ? .list : .steps
      }
    }
    return []
  }

  /// The log moves under the screen as far as it goes; then the pane beside has the keys.
  private static func moveAside(_ state: inout State, by step: Int) {
    if state.focus == .log, LogPane.moveAside(&state, by: step * LogPane.sideStep) { return }
    guard state.detail.log.selection == nil else { return }
    turnFocus(&state, by: step, wraps: false)
  }

  private static func turnFocus(_ state: inout State, by step: Int, wraps: Bool) {
    let all = Focus.allCases
    let index = all.firstIndex(of: state.focus) ?? 0
    let target = index + step
    guard wraps || all.indices.contains(target) else { return }
    state.focus = all[(target + all.count) % all.count]
  }

  private static func ask(_ state: inout State, _ subject: Question.Subject) {
    guard let build = state.target?.slug else { return }
    var question = Question.State(subject, build)
    question.canHold = state.facts.service.offer == .windows
    state.dialog = .question(question)
  }

  private static func togglePane(_ state: inout State, _ kind: AccessPane.Kind) -> [Effect] {
    guard state.pane?.kind != kind else {
      state.pane = nil
      return []
    }
    state.pane = AccessPane.State(kind)
    guard let build = state.builds.selected else { return [] }
    return [.loadAccess(build)] + (kind == .ssh ? [] : [.lookForTools])
  }

  private static func toggleReveal(_ state: inout State) {
    let isHidden = state.pane?.revealedUntil == nil
    let until = state.facts.now.addingTimeInterval(AccessPane.revealSeconds)
    state.pane?.revealedUntil = isHidden ? until : nil
  }
}
