import BuildModel
import TerminalSurface

extension Dashboard {
  /// Carries out a command that is about the log.
  static func performOnLog(_ state: inout State, _ command: Command) -> [Effect] {
    switch command {
    case .search:
      let log = state.detail.log
      state.prompt = Prompt(
        .search(from: LogPane.origin(state), log.position, column: log.column),
        TextField(history: state.history[.search] ?? []))
    case .nextMatch: LogPane.visit(&state, .typed, .next)
    case .previousMatch: LogPane.visit(&state, .typed, .previous)
    case .nextError: LogPane.visit(&state, .errors, .next)
    case .previousError: LogPane.visit(&state, .errors, .previous)
    case .fold: LogPane.toggleFold(&state)
    case .foldAll: LogPane.toggleAllFolds(&state)
    case .wrap:
      state.detail.log.isWrapped.toggle()
      state.detail.log.column = 0
    case .times: state.detail.log.showsTimes.toggle()
    case .selectLines: LogPane.select(&state, .lines)
    case .selectBlock: LogPane.select(&state, .block)
    case .copySelection: return copySelection(&state)
    case .saveLog: state.prompt = Prompt(.save, TextField("\(exportName(state)).log"))
    case .pageLog: return export(&state, to: .program(.pager))
    case .editLog: return export(&state, to: .program(.editor))
    default: break  // not about the log
    }
    return []
  }

  private static func copySelection(_ state: inout State) -> [Effect] {
    switch LogPane.selected(state) {
    case .text(let text):
      state.detail.log.selection = nil
      return [.copy(text)]
    case .refused(let reason):
      state.explain(reason)
      return []
    case nil: return []
    }
  }

  // MARK: Into a file

  /// Begins to fetch what the log pane is about; only one export runs at a time.
  static func export(_ state: inout State, to destination: LogExport.Destination) -> [Effect] {
    guard let build = state.builds.selected else { return [] }
    let part = BuildDetail.chosenStep(state) == nil ? nil : LogPane.range(state)
    let export = LogExport(
      build: build, part: part, name: exportName(state), destination: destination)
    state.exporting = ExportProgress(export)
    return [.exportLog(export)]
  }

  /// `sample-3-test-the-prices`: safe as the name of a file.
  private static func exportName(_ state: State) -> String {
    guard let build = state.selectedBuild else { return "log" }
    let words = [build.appTitle, String(build.number), BuildDetail.chosenStep(state)?.title ?? ""]
    let name = words.joined(separator: "-").lowercased().map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    return String(name).split(separator: "-").joined(separator: "-")
  }

  static func exported(_ state: inout State, _ export: LogExport, _ path: String) -> [Effect] {
    let bytes = state.exporting?.bytes ?? 0
    state.exporting = nil
    switch export.destination {
    case .file: state.say("Saved \(SizeWords.text(bytes)) to \(path).")
    case .program(let program): return [.show(path, in: program)]
    }
    return []
  }

  static func stopExport(_ state: inout State) -> [Effect] {
    state.exporting = nil
    state.say("Stopped; nothing was kept.")
    return [.stopExport]
  }
}
