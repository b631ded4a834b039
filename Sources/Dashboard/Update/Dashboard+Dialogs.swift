import BuildModel
import TerminalSurface

extension Dashboard {
  static func dialogKey(_ state: inout State, _ dialog: Dialog, _ key: Key) -> [Effect] {
    switch dialog {
    case .question(let question): return answer(&state, question, key)
    case .copyMenu(let menu): return choose(&state, menu, key)
    case .newBuild(let dialog): return chooseWorkflow(&state, dialog, key)
    case .extend(let menu): return extend(&state, menu, key)
    case .paste(let paste): return decide(&state, paste, key)
    case .stay(let dialog): return choose(&state, dialog, key)
    case .sheet:
      if Sheet.closes(key) { state.dialog = nil }
      return []
    case .palette(let palette): return choose(&state, palette, key)
    case .themes(let menu): return choose(&state, menu, key)
    case .configuration(let view): return read(&state, view, key)
    case .artifacts(let view): return choose(&state, view, key)
    case .help(var help):
      let closes = Help.update(
        &help, key, keymap: state.keymap, sheet: Help.Sheet(state, size: state.size))
      state.dialog = closes ? nil : .help(help)
      return []
    case .quitNotice:
      switch QuitNotice.update(key) {
      case .undecided: return []
      case .quit: return [.quit(farewell: QuitNotice.farewell(state.facts))]
      case .stay:
        state.dialog = nil
        return []
      }
    }
  }

  private static func answer(
    _ state: inout State, _ question: Question.State, _ key: Key
  ) -> [Effect] {
    var question = question
    switch Question.update(&question, key, stacks: question.stacks(state.facts)) {
    case .undecided:
      state.dialog = .question(question)
      return []
    case .no:
      state.dialog = nil
      return []
    case .yes:
      state.dialog = nil
      return carryOut(&state, question)
    }
  }

  private static func carryOut(_ state: inout State, _ question: Question.State) -> [Effect] {
    switch question.subject {
    case .rebuild where state.facts.build(question.build)?.isOfPipeline == true:
      state.rebuilding = question.build
      return [.rebuildPipeline(question.build)]
    case .rebuild(let remoteAccess):
      state.rebuilding = question.build
      return [
        .rebuild(
          question.build, remoteAccess: remoteAccess, hold: question.hold, stack: question.stack)
      ]
    case .abort: return [.abort(question.build)]
    case .closeWindow: return [.closeWindow(question.build)]
    case .sendAway: return [.sendAway(question.build)]
    }
  }

  private static func choose(
    _ state: inout State, _ menu: CopyMenu.State, _ key: Key
  ) -> [Effect] {
    var menu = menu
    let entries = CopyMenu.entries(state.facts.access(menu.build), glyphs: state.glyphs)
    switch CopyMenu.update(&menu, key, entries) {
    case .undecided:
      state.dialog = .copyMenu(menu)
      return []
    case .closed:
      state.dialog = nil
      return []
    case .copy(let text):
      state.dialog = nil
      return [.copy(text)]
    case .show(let text):
      state.dialog = .sheet(Sheet.State(text, now: state.facts.now))
      return []
    }
  }

  private static func extend(
    _ state: inout State, _ menu: Extend.State, _ key: Key
  ) -> [Effect] {
    var menu = menu
    let outcome = Extend.update(&menu, key)
    state.dialog = .extend(menu)
    switch outcome {
    case .undecided: return []
    case .closed:
      state.dialog = nil
      return []
    case .assist: return assist(&state, menu.build)
    case .extend(let seconds):
      state.dialog = nil
      return [.extendWindow(menu.build, seconds: seconds)]
    }
  }

  private static func choose(
    _ state: inout State, _ palette: Palette.State, _ key: Key
  ) -> [Effect] {
    var palette = palette
    let outcome = Palette.update(
      &palette, key, state, page: Palette.listRows(state.size))
    state.dialog = .palette(palette)
    switch outcome {
    case .undecided: return []
    case .closed:
      state.dialog = nil
      return []
    case .perform(let command):
      state.dialog = nil
      return perform(ifAvailable: command, &state)
    }
  }

  /// Says where a copied text went, and no more than is known.
  static func copied(_ state: inout State, _ text: CopyText, _ outcome: CopyOutcome) {
    let label = text.label
    switch outcome {
    case .copied(let program): state.say("Copied \(label) with \(program).")
    case .sentToTerminal:
      state.say("Sent \(label) to the terminal's clipboard; it does not confirm.")
    case .failed(let reason):
      state.report("Could not copy \(label): \(reason)")
      // Whatever is being typed or decided goes first.
      guard state.dialog == nil, state.prompt == nil else { return }
      state.dialog = .sheet(Sheet.State(text, reason: reason, now: state.facts.now))
    }
  }

  static func sessionEnded(_ state: inout State, _ build: BuildSlug, _ end: SessionEnd) {
    let name = state.facts.name(of: build)
    switch end {
    case .left(exitStatus: 0): state.say("Back from \(name).")
    case .left(let status): state.say("Back from \(name); the shell ended with status \(status).")
    case .broken(let sentence): state.report("The connection to \(name) broke: \(sentence)")
    case .beside(let place): state.say("The shell in \(name) is in \(place).")
    }
  }
}
