package import TerminalSurface
package import Theming

extension Dashboard {
  /// Draws a state.
  ///
  /// Costs what is on the screen, however long the list and the logs are.
  package static func view(_ state: State, theme: Theme, size: Size) -> Frame {
    var painter = Painter(size: size, theme: theme, glyphs: state.glyphs)
    let layout = Layout(state, size: size)
    guard !layout.isTooSmall else {
      painter.centered([("airlock needs \(least)", .warning)], in: Rect(size))
      return Frame(surface: painter.surface, title: title(state))
    }
    let drawn = drawn(state, layout)
    drawPanes(&painter, state, layout, isListAlone: drawn != nil)
    if let banner = layout.banner { Banner.draw(&painter, state, in: banner) }
    var cursor = drawBars(&painter, state, layout)
    switch state.dialog {
    case .question(let question): Question.draw(&painter, question, state)
    case .copyMenu(let menu): CopyMenu.draw(&painter, menu, state)
    case .newBuild(let dialog): NewBuild.draw(&painter, dialog, state)
    case .extend(let menu): Extend.draw(&painter, menu, state)
    case .paste(let paste): Paste.draw(&painter, paste, state)
    case .stay(let dialog): Stay.draw(&painter, dialog, state)
    case .sheet(let sheet): Sheet.draw(&painter, sheet, state)
    case .palette(let palette): cursor = Palette.draw(&painter, palette, state)
    case .themes(let menu): Themes.draw(&painter, menu, state)
    case .configuration(let view): Configuration.draw(&painter, view, state)
    case .artifacts(let view): Artifacts.draw(&painter, view, state)
    case .help(let help): Help.draw(&painter, help, state)
    case .quitNotice: QuitNotice.draw(&painter, state)
    case nil: break
    }
    drawNotice(&painter, state, layout)
    return Frame(
      surface: painter.surface, cursor: cursor, title: drawn == nil ? title(state) : nil,
      drawn: drawn)
  }

  /// The parts to draw while somebody passes through the list: what is about the build under the
  /// cursor is drawn when they rest.
  private static func drawn(_ state: State, _ layout: Layout) -> [Rect]? {
    guard state.isPassing, layout.log != nil, layout.steps != nil, let list = layout.list
    else { return nil }
    return [Builds.passed(state, list) ?? list.frame]
      + [layout.status, layout.banner].compactMap { $0 }
  }

  /// Draws the lowest lines, and answers where the cursor stands if somebody types.
  private static func drawBars(
    _ painter: inout Painter, _ state: State, _ layout: Layout
  ) -> Point? {
    if let status = layout.status { StatusBar.draw(&painter, state, in: status) }
    if drawn(state, layout) == nil { Footer.draw(&painter, state, in: layout.footer) }
    if let prompt = state.prompt {
      return prompt.draw(
        &painter, note: prompt.note(state), in: layout.status ?? layout.footer)
    }
    if layout.status == nil, state.notice != nil {
      StatusBar.draw(&painter, state, in: layout.footer)
    }
    return nil
  }

  /// What was just said may be about the dialogue, so it stands above one, too.
  private static func drawNotice(
    _ painter: inout Painter, _ state: State, _ layout: Layout
  ) {
    guard let dialog = state.dialog, state.notice != nil, let status = layout.status else { return }
    // A sheet has all of the screen, so that nothing else is selected with its text.
    if case .sheet = dialog { return }
    StatusBar.draw(&painter, state, in: status)
  }

  private static var least: String { "\(Layout.least.columns)x\(Layout.least.rows)" }

  private static func title(_ state: State) -> String {
    guard let build = state.selectedBuild else { return "airlock" }
    let clock = state.facts.clock(for: build.slug)?.figure.map { " \($0)" } ?? ""
    return Sanitizer.visible("airlock #\(build.number) \(build.appTitle)\(clock)")
  }

  private static func drawPanes(
    _ painter: inout Painter, _ state: State, _ layout: Layout, isListAlone: Bool
  ) {
    if let windows = layout.windows { Windows.draw(&painter, state, windows) }
    if let list = layout.list { Builds.draw(&painter, state, list) }
    guard !isListAlone else { return }
    // What has the keys is drawn last, because panes share a border.
    let drawsLogLast = state.focus != .steps
    if !drawsLogLast, let log = layout.log { LogPane.draw(&painter, state, log) }
    if let steps = layout.steps {
      BuildDetail.drawSteps(&painter, state, steps, summaryRows: layout.summaryRows)
    }
    if drawsLogLast, let log = layout.log { LogPane.draw(&painter, state, log) }
    if let log = layout.log, log.isFramed, layout.steps != nil {
      let border = painter.glyphs.border
      for (text, column) in [
        (border.leftTee, log.frame.column), (border.rightTee, log.frame.endColumn - 1),
      ] {
        let style = painter.surface[column, log.frame.row].style
        painter.surface.write(text, at: Point(column: column, row: log.frame.row), style: style)
      }
    }
    if let access = layout.access { AccessPane.draw(&painter, state, access) }
  }
}
