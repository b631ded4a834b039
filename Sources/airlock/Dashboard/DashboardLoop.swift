import BuildClient
import CResidentMemory
import CursesTerminal
import Dashboard
import DashboardRuntime
import Foundation
import TerminalSurface
import Theming
import Workstation

/// The main thread while the dashboard is up: waits, feeds the store, draws.
@MainActor
final class DashboardLoop {
  /// What tasks leave for the main thread.
  enum Message: Sendable {
    case post(StorePost)
    /// To be sent to the terminal as it is: a copy by OSC 52.
    case sequence(String)
    /// A file of the configuration, or a theme's, may be another one now.
    case configurationChanged
  }

  private let loop: EventLoop
  private let terminal: CursesTerminal
  private let looks: Looks
  private let store: Store
  private let mailbox: Mailbox<Message>
  private let visits: MachineVisits
  private let fileShow: FileShow
  private let attention: Attention
  private let desktop: DesktopNotification
  private let clock = ContinuousClock()
  private var resolved: (of: Theme, theme: Theme)?
  /// When memory that nobody uses is given back; nil while nothing has happened since.
  private var trimsAt: Date?
  private var hasStarted = false
  private var end: (status: Int32, farewell: [String])?

  init(
    loop: EventLoop, terminal: CursesTerminal, store: Store, mailbox: Mailbox<Message>,
    looks: Looks, visits: MachineVisits, fileShow: FileShow, attention: Attention,
    desktop: DesktopNotification
  ) {
    self.loop = loop
    self.terminal = terminal
    self.looks = looks
    self.store = store
    self.mailbox = mailbox
    self.visits = visits
    self.fileShow = fileShow
    self.attention = attention
    self.desktop = desktop
  }

  /// Runs until the person quits or a signal ends it, and gives the terminal back.
  ///
  /// - Returns: the status to exit with.
  func run() -> Int32 {
    carryOut(store.apply([.started], now: Date()))
    terminal.askBackground()
    while end == nil {
      store.draw {
        terminal.draw(Dashboard.view($0, theme: theme, size: terminal.size))
      }
      trimIfDue()
      let tick = [store.nextTick(after: Date()), trimsAt].compactMap { $0 }.min()
      let event = loop.next(
        deadline: tick.map { clock.now + .seconds(max(0, $0.timeIntervalSinceNow)) })
      take(event)
      if let tick, Date() >= tick { carryOut(store.tick(now: Date())) }
    }
    store.cancelAll()
    terminal.close()
    for line in end?.farewell ?? [] { Output.line(line) }
    return end?.status ?? 0
  }

  /// So long nothing happens before somebody who looks is thought to read.
  private static let restSeconds: TimeInterval = 2

  /// Gives back what starting, loading and looking have taken, and fetches anew what the next key
  /// needs, which would else wait for it: once there is something to look at, and at each rest.
  private func trimIfDue() {
    if !hasStarted, case .loaded = store.state.facts.loading {
      hasStarted = true
    } else if trimsAt.map({ $0 > Date() }) ?? true {
      return
    }
    trimsAt = nil
    cresident_memory_trim()
    store.rehearse { passed in
      _ = Dashboard.view(passed, theme: theme, size: terminal.size)
      terminal.draw(Dashboard.view(store.state, theme: theme, size: terminal.size))
    }
  }

  private func take(_ event: LoopEvent) {
    if !event.inputs.isEmpty || event.isWoken && trimsAt == nil {
      trimsAt = Date(timeIntervalSinceNow: Self.restSeconds)
    }
    if event.isTerminalGone { end = (129, []) }
    for signal in event.signals { take(signal) }
    let inputs = event.inputs.flatMap { input -> [Dashboard.Action] in
      // Whoever types is there, whatever the terminal says.
      if case .focus(let isThere) = input {
        attention.turn(there: isThere)
      } else if !attention.isThere, case .key = input {
        attention.turn(there: true)
      }
      guard case .background(let background) = input else { return [.input(input)] }
      terminal.backgroundAnswered()
      return looks.backgroundTold(background)
    }
    if !inputs.isEmpty { carryOut(store.apply(inputs, now: Date())) }
    guard event.isWoken else { return }
    var posts: [StorePost] = []
    var hasChanged = false
    for message in mailbox.take() {
      switch message {
      case .post(let post): posts.append(post)
      case .sequence(let text): terminal.send(sequence: text)
      case .configurationChanged: hasChanged = true
      }
    }
    if hasChanged {
      carryOut(store.apply(looks.reload(), now: Date()))
      visits.connect = looks.connect
    }
    if !posts.isEmpty { carryOut(store.apply(posts: posts, now: Date())) }
  }

  private func take(_ signal: LoopEvent.Signal) {
    switch signal {
    case .resize: carryOut(store.apply([.resized(terminal.resize())], now: Date()))
    case .suspend: suspend()
    case .proceed:
      terminal.enter()
      returned()
    case .terminate(let number): end = (128 + number, [])
    }
  }

  private func carryOut(_ requests: [TerminalRequest]) {
    for request in requests {
      switch request {
      case .connect(let build, let access):
        let place = store.state.facts.place(elsewhere: build.slug)?.name
        let ending = visits.visit(
          build, access, of: place ?? store.state.facts.connection.name, on: terminal)
        loop.discardInput()
        carryOut(store.apply([.sessionEnded(build.slug, ending)], now: Date()))
        returned()
      case .show(let path, let program):
        let problem = fileShow.show(path, in: program, on: terminal)
        loop.discardInput()
        carryOut(store.apply([.programEnded(problem: problem)], now: Date()))
        returned()
      case .showTheme(let name): carryOut(store.apply([looks.show(name)], now: Date()))
      case .keepTheme(let name): carryOut(store.apply(looks.keep(name), now: Date()))
      case .alert(let sentence):
        if !terminal.alert(sentence) { desktop.show(Sanitizer.visible(sentence)) }
      case .suspend: suspend()
      case .redraw:
        terminal.repaint()
        redraw()
      case .quit(let farewell): end = (0, farewell)
      }
    }
  }

  /// The theme as the terminal can show it, made anew only for another one.
  private var theme: Theme {
    if let resolved, resolved.of == looks.theme { return resolved.theme }
    let theme = looks.theme.resolved(for: terminal.depth)
    resolved = (looks.theme, theme)
    return theme
  }

  private func suspend() {
    terminal.suspend()
    returned()
  }

  /// Draws the screen anew; its colours may be others than when somebody else got the terminal.
  private func returned() {
    redraw()
    terminal.askBackground()
  }

  private func redraw() {
    carryOut(store.apply([.resized(terminal.size)], now: Date()))
  }
}
