import BuildModel
import Theming

extension LogPane {
  package static func title(_ state: Dashboard.State) -> String {
    guard let step = BuildDetail.chosenStep(state) else { return "Log" }
    return "Log \(state.glyphs.separator) \(step.title)"
  }

  /// Where the person stands: in a search, in a selection, or how far down the log.
  static func note(_ state: Dashboard.State, _ viewport: LogViewport?) -> String? {
    let notes = [
      selectionNote(state), searchNote(state), viewport.flatMap { placeNote(state, $0) },
    ]
    let words = notes.compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: "  ")
  }

  private static func selectionNote(_ state: Dashboard.State) -> String? {
    guard let selection = state.detail.log.selection, let build = state.builds.selected,
      let text = state.facts.logs[build]?.text
    else { return nil }
    let places = selection.places
    let count = text.index(of: places.upperBound) - text.index(of: places.lowerBound) + 1
    let lines = TimeWords.counted(count, "line")
    return selection.shape == .lines ? lines : "\(lines) x \(selection.columns.count)"
  }

  static func searchNote(_ state: Dashboard.State) -> String? {
    let log = state.detail.log
    guard let search = log.searches[log.lead] else { return nil }
    let name = log.lead == .errors ? "errors " : ""
    let more = search.isComplete ? "" : state.glyphs.ellipsis
    guard search.count > 0 else {
      return search.isComplete ? "\(name)0 found" : "\(name)searching\(state.glyphs.ellipsis)"
    }
    guard let ordinal = search.ordinal else { return "\(name)\(search.count)\(more) found" }
    return "\(name)\(ordinal)/\(search.count)\(more)"
  }

  private static func placeNote(_ state: Dashboard.State, _ viewport: LogViewport) -> String? {
    if state.detail.log.position == .end, isGrowing(state),
      state.selectedBuild?.status == .running
    {
      return "following"
    }
    let sheet = viewport.sheet
    let visible = viewport.visible
    guard let last = visible.last?.entry, sheet.count > visible.count else { return nil }
    if isWhole(sheet) { return "\(last + 1)/\(sheet.count)" }
    guard let range = range(state), range.count > 1 else { return nil }
    let chunk = sheet.place(at: last).chunk
    let share = Double(chunk - range.lowerBound) / Double(range.count - 1)
    return "\(viewport.isAtEnd ? 100 : min(99, Int(share * 100)))%"
  }

  private static func isWhole(_ sheet: LogSheet) -> Bool {
    for number in [0, sheet.count - 1] {
      if case .missing = sheet[number] { return false }
    }
    return true
  }

  /// The row of a folded step.
  static func foldRow(_ step: Step, _ state: Dashboard.State) -> [(String, ThemeRole)] {
    let row = BuildDetail.stepRow(.step(step), state)
    let note = row.note.isEmpty ? "" : "  \(row.note)"
    return [
      ("\(state.glyphs.pointer) ", .accent), ("\(row.look.glyph) ", row.look.role),
      (row.title, row.titleRole), (note, row.noteRole), ("  folded", .muted),
    ]
  }

  /// Why there is no log to show.
  package static func silence(_ state: Dashboard.State) -> String {
    guard let build = state.selectedBuild else { return "" }
    if let role = state.facts.role(for: build), !role.mayReadLogs {
      return "Your role (\(role.title)) cannot read logs."
    }
    if let step = BuildDetail.chosenStep(state) {
      switch step.status {
      case .pending: return "This step has not begun."
      case .running: return "Nothing written yet."
      case .skipped: return "Skipped, because an earlier step failed."
      case .skippedWithRunIf: return "Skipped, because its run_if was not met."
      case .success, .failed, .failedSkippable, .preparationFailed, .abortedWithTimeout,
        .abortedWithNoOutput, .aborted:
        break
      }
    }
    return silence(of: build, state)
  }

  private static func silence(of build: Build, _ state: Dashboard.State) -> String {
    let log = state.facts.logs[build.slug]
    switch build.status {
    case .queued: return "Waits for a worker. The log begins with it."
    case .running where log?.lastPosition != nil: return "Nothing written yet."
    case .success, .failed, .aborted, .abortedWithSuccess:
      if log?.isComplete ?? false { return "Nothing was written." }
    case .running: break
    }
    if state.facts.connection.isLost {
      return "The log comes when \(state.facts.connection.name) is back."
    }
    return log?.refusal ?? loading(state.glyphs)
  }

  /// What stands in place of the lines.
  static func absence(_ state: Dashboard.State) -> [(String, ThemeRole)] {
    if isPatient(state) { return [] }
    let silence = silence(state)
    guard let refusal = state.builds.selected.flatMap({ state.facts.logs[$0]?.refusal }),
      silence == refusal
    else { return [(silence, .muted)] }
    return Absence.refused("The log cannot be shown.", refusal, state.keymap, on: .text)
  }

  static func loading(_ glyphs: GlyphSet) -> String { "Loading the log \(glyphs.ellipsis)" }
}
