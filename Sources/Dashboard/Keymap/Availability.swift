import BuildModel

/// Whether a command does something now, and if not, why and what would help.
package enum Availability: Sendable, Equatable {
  case enabled
  case disabled(String)

  package var reason: String? {
    guard case .disabled(let reason) = self else { return nil }
    return reason
  }
}

extension Dashboard.State {
  package func availability(of command: Command) -> Availability {
    if windowList != nil, !command.worksAmongWindows {
      let key = keymap.keys(for: .back).first.map { "\($0.label) goes" } ?? "Go"
      return .disabled("\(key) back to the builds first.")
    }
    return switch command {
    case .newBuild: runnability
    case .rebuildRemotely: rebuildability(remoteAccess: true)
    case .rebuild: rebuildability(remoteAccess: false)
    case .stop: stoppability
    case .hold: holdability
    case .connect: connectability
    case .copy: doorAvailability
    case .extend: extendability
    case .openPage: pageAvailability
    case .forward, .fetch: doorAvailability
    case .rescue: rescuability
    case .launch: launchability
    case .screenShare, .access, .editor: paneAvailability
    case .configuration, .artifacts: fileAvailability
    case .reveal: revealability
    case .search, .nextMatch, .previousMatch, .nextError, .previousError, .wrap, .times, .fold,
      .foldAll, .selectLines, .selectBlock, .copySelection, .saveLog, .pageLog, .editLog:
      logAvailability(command)
    case .filter, .sortNext, .sortReversed, .group:
      facts.builds.isEmpty ? .disabled(noBuild) : .enabled
    case .open, .zoom, .pin, .showSteps, .showLog: target == nil ? .disabled(noBuild) : .enabled
    case .showList, .windows, .palette, .theme, .down, .up, .halfPageDown, .halfPageUp, .pageDown,
      .pageUp,
      .first, .last, .back,
      .nextPane, .previousPane, .left, .right, .reload, .redraw, .help, .suspend, .quit,
      .quitAtOnce:
      .enabled
    }
  }

  private var noBuild: String {
    if windowList != nil { return "No machine is open. R on a finished build opens one." }
    return facts.loading == .underway
      ? "The builds are still being loaded." : "There is no build yet to do this with."
  }

  private func logAvailability(_ command: Command) -> Availability {
    guard selectedBuild != nil else { return .disabled(noBuild) }
    guard LogSheet(self)?.count ?? 0 > 0 else { return .disabled(LogPane.silence(self)) }
    switch command {
    case .fold, .foldAll:
      return BuildDetail.chosenStep(self) == nil
        ? .enabled : .disabled("Steps are folded in the whole log, the last row of the steps.")
    case .nextMatch, .previousMatch:
      let key = keymap.keys(for: .search).first.map { " \($0.label) searches." } ?? ""
      return detail.log.searches[.typed] == nil
        ? .disabled("Nothing is being searched for.\(key)") : .enabled
    case .copySelection:
      let key = keymap.keys(for: .selectLines).first.map { " \($0.label) selects lines." } ?? ""
      return detail.log.selection == nil ? .disabled("Nothing is selected.\(key)") : .enabled
    case .times:
      let text = selectedBuild.flatMap { facts.logs[$0.slug]?.text }
      return text?.tellsTimes ?? false
        ? .enabled
        : .disabled("\(facts.connection.name) does not tell when the lines of a log were written.")
    case .saveLog, .pageLog, .editLog:
      return exporting == nil ? .enabled : .disabled("A log is being fetched. Esc stops that.")
    default: return .enabled
    }
  }

  private func roleReason(_ build: Build, _ wish: String) -> String? {
    guard let role = facts.role(for: build), !role.mayUseRemoteAccess else { return nil }
    return role.refusal(of: wish, app: build.appTitle)
  }

  /// Refused only where no app is left that the person may run; the others say so one by one.
  private var runnability: Availability {
    let roles = facts.service.roles
    let near = facts.service.here ?? selectedBuild?.app
    let mayRunNear = near.map { roles[$0]?.mayRunBuilds ?? true } ?? false
    if !mayRunNear, let role = roles.values.first,
      roles.values.allSatisfy({ !$0.mayRunBuilds })
    {
      return .disabled(role.refusal(of: "run builds", app: selectedBuild?.appTitle))
    }
    if let starting {
      return .disabled("The new build of \(starting.name) is on its way.")
    }
    return connectionAvailability
  }

  private func rebuildability(remoteAccess: Bool) -> Availability {
    guard let build = selectedBuild else { return .disabled(noBuild) }
    if let reason = roleReason(build, remoteAccess ? "use remote access" : "run builds") {
      return .disabled(reason)
    }
    if let sentence = facts.service.forbidden[build.app] {
      return .disabled("\(sentence) \(keymap.name(of: .reload)) asks again.")
    }
    if build.isOfPipeline, remoteAccess {
      guard facts.page(of: build) == nil else { return .enabled }
      return .disabled(
        "#\(build.number) is of a pipeline, which only the website rebuilds with remote access.")
    }
    guard build.mayRebuild || !build.status.isFinished else {
      return .disabled("\(facts.connection.name) does not let #\(build.number) be rebuilt.")
    }
    guard build.status.isFinished else {
      return .disabled(
        "#\(build.number) is still \(build.status.rawValue); only a finished build can be rebuilt."
          + " \(keymap.name(of: .stop)) aborts it.")
    }
    if let rebuilding {
      return .disabled("The rebuild of \(facts.name(of: rebuilding)) is on its way.")
    }
    return connectionAvailability
  }

  private var connectionAvailability: Availability {
    facts.connection.isLost
      ? .disabled(
        "\(facts.connection.name) cannot be reached now. \(keymap.name(of: .reload)) tries again.")
      : .enabled
  }

  private var stoppability: Availability {
    guard let build = target else { return .disabled(noBuild) }
    if let reason = roleReason(build, "stop builds") { return .disabled(reason) }
    let isOpen = facts.clock(for: build.slug).map { !$0.isClosed } ?? false
    guard !build.status.isFinished || isOpen || facts.isKept(build) else {
      return .disabled("#\(build.number) has finished and nothing of it is open.")
    }
    if facts.isPageOnly(build.slug), build.status.isFinished {
      return .disabled(
        "\(facts.connection.name) closes the machine by itself; only a build that runs is aborted.")
    }
    return connectionAvailability
  }

  private var holdability: Availability {
    guard let build = target else { return .disabled(noBuild) }
    if let reason = roleReason(build, "run builds") { return .disabled(reason) }
    if facts.isPageOnly(build.slug) {
      return .disabled(
        "\(facts.connection.name) holds and releases builds on its website only."
          + " \(keymap.name(of: .openPage)) opens the build's page.")
    }
    guard build.status == .queued else {
      return .disabled(
        "#\(build.number) does not wait; only a build that waits for its turn can be held.")
    }
    return connectionAvailability
  }

  /// A machine that is shut and can be opened is opened by the key that goes inside.
  private var connectability: Availability {
    guard let build = target, facts.canBeOpened(build) else { return doorAvailability }
    if let reason = roleReason(build, "use remote access") { return .disabled(reason) }
    return connectionAvailability
  }

  private var doorAvailability: Availability {
    guard let build = target else { return .disabled(noBuild) }
    if let reason = roleReason(build, "use remote access") { return .disabled(reason) }
    guard build.isRemote else { return .disabled(withoutAccess(build)) }
    guard let access = facts.access(build.slug) else {
      return .disabled("The way into #\(build.number) is still being asked for.")
    }
    switch facts.clock(for: build.slug) ?? .opening {
    case .opening:
      return .disabled("The machine of #\(build.number) is being prepared. Wait for \"open\".")
    case .timeIsUp:
      return .disabled(
        "The time of #\(build.number) is up. \(keymap.name(of: .rebuildRemotely)) rebuilds it.")
    case .closed(let reason, let at):
      let time = TimeWords.timeOfDay(
        facts.clockOfService(of: build.slug).localTime(of: at), in: facts.timeZone)
      return .disabled(
        "#\(build.number) closed at \(time). \(reason.sentence) \(keymap.name(of: .rebuildRemotely)) rebuilds it."
      )
    case .openWhileBuildRuns, .closing:
      guard access.ssh != nil else {
        return .disabled(
          facts.isPageOnly(build.slug)
            ? "The way into #\(build.number) stands on its page only. \(keymap.name(of: .openPage))"
              + " opens it; copy its Remote Access panel and paste it here."
            : "The way into #\(build.number) is still being asked for.")
      }
      return .enabled
    }
  }

  /// A window that is about to open can be kept for longer just as well.
  ///
  /// Where no time can be added, a step can be written that makes the next build wait.
  private var extendability: Availability {
    guard let build = target else { return .disabled(noBuild) }
    if let reason = roleReason(build, "use remote access") { return .disabled(reason) }
    return connectionAvailability
  }

  /// Whether the service can add time to the machine of a build.
  func takesTime(_ build: Build) -> Bool {
    guard !facts.isPageOnly(build.slug) else { return false }
    switch facts.clock(for: build.slug) {
    case .opening, .openWhileBuildRuns, .closing: return true
    case .timeIsUp, .closed, nil: return false
    }
  }

  /// What is to be fetched later can be said as soon as there is a machine.
  private var rescuability: Availability {
    guard let build = target, facts.clock(for: build.slug) == .opening else {
      return doorAvailability
    }
    return .enabled
  }

  private var launchability: Availability {
    let panes =
      "\(keymap.name(of: .screenShare)) shows the way to the screen,"
      + " \(keymap.name(of: .editor)) to an editor."
    guard let pane, windowList == nil, pane.kind != .ssh else { return .disabled(panes) }
    guard doorAvailability == .enabled else { return doorAvailability }
    guard let tools else { return .disabled("What is installed here is still being looked for.") }
    guard pane.kind == .screenShare else {
      return tools.editors.isEmpty
        ? .disabled(
          "There is no editor here that works over SSH: VS Code, Cursor, Zed or JetBrains Gateway.")
        : .enabled
    }
    guard selectedBuild.flatMap({ facts.access($0.slug) })?.screenShare != nil else {
      return .disabled("This machine has no screen to share.")
    }
    return tools.viewer == nil
      ? .disabled("There is no VNC viewer here; install tigervnc-viewer, or follow the steps.")
      : .enabled
  }

  private var fileAvailability: Availability {
    guard let build = target else { return .disabled(noBuild) }
    guard facts.role(for: build)?.mayReadLogs ?? true else {
      return .disabled(LogPane.silence(self))
    }
    return connectionAvailability
  }

  private var pageAvailability: Availability {
    guard let build = target else { return .disabled(noBuild) }
    return facts.page(of: build) == nil
      ? .disabled("#\(build.number) has no web page: its service shows builds here only.")
      : .enabled
  }

  private var paneAvailability: Availability {
    guard pane == nil else { return .enabled }
    guard let build = selectedBuild else { return .disabled(noBuild) }
    if let reason = roleReason(build, "use remote access") { return .disabled(reason) }
    return build.isRemote ? .enabled : .disabled(withoutAccess(build))
  }

  private var revealability: Availability {
    guard pane != nil else {
      return .disabled("The password stands in the SSH pane: \(keymap.name(of: .access)) shows it.")
    }
    return doorAvailability
  }

  /// What helps to a way into a build that has none.
  func withoutAccess(_ build: Build) -> String {
    if facts.isKept(build) {
      return "The machine of #\(build.number) is kept as it failed, and shut."
        + " \(keymap.name(of: .connect)) opens it."
    }
    if facts.canBeOpened(build) {
      return "#\(build.number) \(build.status == .queued ? "waits" : "runs") without remote access."
        + " \(keymap.name(of: .connect)) opens its machine."
    }
    return build.status.isFinished
      ? "#\(build.number) was built without remote access. \(keymap.name(of: .rebuildRemotely)) rebuilds it with remote access."
      : "#\(build.number) runs without remote access. Once it is finished, \(keymap.name(of: .rebuildRemotely)) rebuilds it with remote access."
  }
}
