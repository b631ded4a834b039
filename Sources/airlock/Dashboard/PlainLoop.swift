import CursesTerminal
import Dashboard
import DashboardRuntime
import Foundation
import TerminalSurface

/// The dashboard in lines: tells what changes, and takes commands.
///
/// For screen readers, braille lines and terminals that cannot place a cursor: no line is ever
/// drawn over, and none comes that says nothing new.
@MainActor
final class PlainLoop {
  private static let words = """
    airlock, line by line. What changes is told as it happens. Type a command and Enter: builds, \
    show 3, log 3, rebuild 3 --remote-access, ssh 3, windows, run; help names all, quit leaves.
    """

  private let loop: EventLoop
  private let store: Store
  private let mailbox: Mailbox<DashboardLoop.Message>
  private let program: String
  private var told: Dashboard.State
  private var line = ""
  private var end: Int32?

  init(
    loop: EventLoop, store: Store, mailbox: Mailbox<DashboardLoop.Message>, program: String
  ) {
    self.loop = loop
    self.store = store
    self.mailbox = mailbox
    self.program = program
    told = store.state
  }

  /// Runs until the person quits, the input ends or a signal comes.
  ///
  /// - Returns: the status to exit with.
  func run() -> Int32 {
    Output.line(Self.words)
    _ = store.apply([.started], now: Date())
    while end == nil {
      tell()
      let tick = store.nextTick(after: Date())
      let event = loop.next(
        deadline: tick.map { ContinuousClock.now + .seconds(max(0, $0.timeIntervalSinceNow)) })
      take(event)
      if let tick, Date() >= tick { _ = store.tick(now: Date()) }
    }
    tell()
    store.cancelAll()
    for line in QuitNotice.farewell(store.state.facts) { Output.line(line) }
    return end ?? 0
  }

  private func tell() {
    for line in Dashboard.announcements(from: told, to: store.state) { Output.line(line) }
    told = store.state
  }

  private func take(_ event: LoopEvent) {
    for signal in event.signals {
      switch signal {
      case .terminate(let number): end = 128 + number
      case .suspend: ForegroundJob.stop()
      case .resize, .proceed: break
      }
    }
    for input in event.inputs where end == nil { take(input) }
    if event.isTerminalGone, end == nil {
      // A last line without its end is one all the same.
      if !line.isEmpty { carryOut() }
      end = end ?? 0
    }
    guard event.isWoken else { return }
    let posts = mailbox.take().compactMap { message -> StorePost? in
      guard case .post(let post) = message else { return nil }
      return post
    }
    if !posts.isEmpty { _ = store.apply(posts: posts, now: Date()) }
  }

  /// The terminal edits the line and hands it over whole.
  private func take(_ input: Input) {
    switch input {
    case .key(.control("j")), .key(Key(.enter)): carryOut()
    case .key(let key):
      guard case .character(let character) = key.name, key.modifiers.isEmpty else { return }
      line.append(character)
    case .paste(let text): line += text
    case .mouse, .focus, .background: break
    }
  }

  private func carryOut() {
    let words = line.split(separator: " ").map(String.init)
    line = ""
    guard let command = words.first else { return }
    switch command {
    case "quit", "q", "exit": end = 0
    case "dashboard": Output.line("You are in it.")
    default:
      do {
        // It is the program that we are, so it may have the tokens that we were given.
        let secrets = try ChildSecrets(tokens: GivenTokens.all).handOver()
        defer { secrets?.socket.end() }
        let status = try ForegroundJob.run(
          [program] + words,
          environment: ProcessInfo.processInfo.environment
            .merging(secrets?.environment ?? [:]) { $1 })
        if status != 0 { Output.line("\(command) ended with status \(status).") }
      } catch {
        Output.line("\(error)")
      }
    }
  }
}
