import BuildModel
import Foundation
import TerminalSurface
import Theming

@testable import Dashboard

/// A person's evening with airlock, one scene at a time.
enum Scenes {
  /// 14:22:00 UTC.
  static let start = Date(timeIntervalSince1970: 1_790_000_520)

  static func state(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    Dashboard.State(
      connectionName: "local", size: Size(columns: columns, rows: rows), now: start,
      timeZone: .gmt)
  }

  static let app = AppSlug(rawValue: "sample")
  static let passed = BuildSlug(rawValue: "b1")
  static let failed = BuildSlug(rawValue: "b2")
  static let remote = BuildSlug(rawValue: "b3")

  static func build(
    _ number: Int, _ status: BuildStatus, workflow: String, minutesAgo: Double,
    isRemote: Bool = false, rebuildOf: Int? = nil, isolation: Isolation = .isolated
  ) -> Build {
    let triggered = start.addingTimeInterval(-60 * minutesAgo)
    return Build(
      slug: BuildSlug(rawValue: "b\(number)"), app: app, appTitle: "sample", number: number,
      status: status, workflow: workflow, branch: "main",
      commitHash: "3f9d2c1a7e55b0c1d2e3f4a5b6c7d8e9f0a1b2c3",
      commitMessage: "Round prices up, not down\n\nLonger story.", triggeredAt: triggered,
      startedAt: status == .queued ? nil : triggered.addingTimeInterval(1),
      finishedAt: status.isFinished ? triggered.addingTimeInterval(13.4) : nil,
      isRemote: isRemote, isolation: isolation, rebuildOf: rebuildOf)
  }

  static let builds = [
    build(2, .failed, workflow: "checkout", minutesAgo: 4),
    build(1, .success, workflow: "primary", minutesAgo: 6),
  ]

  static func steps(
    _ third: StepStatus = .failed, begin: Date = start.addingTimeInterval(-239)
  ) -> [Step] {
    func step(
      _ index: Int, _ title: String, _ status: StepStatus, _ from: Double, _ to: Double?,
      code: Int? = nil, chunks: ClosedRange<Int>? = nil
    ) -> Step {
      Step(
        index: index, stepID: "script", title: title, status: status,
        startedAt: chunks == nil ? nil : begin.addingTimeInterval(from),
        finishedAt: to.map { begin.addingTimeInterval($0) }, exitCode: code,
        firstChunk: chunks?.lowerBound, lastChunk: to == nil ? nil : chunks?.upperBound)
    }
    return [
      step(0, "Install", .success, 0, 3.2, code: 0, chunks: 1...2),
      step(1, "Compile the shop", .success, 3.2, 9.5, code: 0, chunks: 3...4),
      step(
        2, "Test the prices", third, 9.5, third == .running ? nil : 12.4,
        code: third == .failed ? 1 : nil, chunks: 5...6),
      step(3, "Publish", third == .running ? .pending : .skipped, 0, nil),
    ]
  }

  static let sample = workflows("sample", ["primary", "checkout"])
  static let shop = workflows("shop", ["primary", "deploy"])

  static func workflows(_ title: String, _ names: [String], problem: String? = nil) -> AppWorkflows
  {
    AppWorkflows(
      app: App(
        slug: AppSlug(rawValue: title), title: title, repository: "/home/ana/\(title)",
        defaultBranch: "main", createdAt: start),
      workflows: names, problem: problem)
  }

  static let log = [
    "Getting the packages\n", "12 packages, all from the cache\n", "Compiling shop\n",
    "Compiled in 6.3 s\n",
    "running 4 tests\n\u{1B}[32mok\u{1B}[0m   prices add up\n\u{1B}[32mok\u{1B}[0m   prices are never negative\n",
    "\u{1B}[31mFAIL\u{1B}[0m a price is rounded up\n     expected 20, got 19\n\u{1B}[32mok\u{1B}[0m   an empty basket costs nothing\n\n\u{1B}[1m1 of 4 tests failed\u{1B}[0m\n",
  ].enumerated().map { LogChunk(position: $0 + 1, text: $1, writtenAt: start) }

  static func access(
    _ state: AccessWindow.State, build: BuildSlug = remote, at serverTime: Date = start,
    grace: Double = 600, connections: Int = 0
  ) -> RemoteAccess {
    RemoteAccess(
      build: build, state: state, openedAt: start, grace: grace, serverTime: serverTime,
      ssh: SSHCredentials(
        host: "127.0.0.1", port: 40123, username: "vagrant", password: "5f0c6a9e1b7d4c2f8a3e",
        hostKey: "ssh-ed25519 AAAAC3Nz",
        hostKeyFingerprint: "SHA256:Yb0mXq5p3vJ1t9Zk2nR8sD4wQ7uE6cLfHgTjKiOxAaM"),
      screenShareUnavailable: linuxHasNoScreenShare, sourceFolder: "/home/vagrant/src",
      connections: connections)
  }
}

extension Dashboard.State {
  /// Feeds actions one after the other and answers all effects.
  @discardableResult
  mutating func feed(_ actions: Dashboard.Action...) -> [Dashboard.Effect] {
    actions.flatMap { Dashboard.update(&self, $0) }
  }

  /// Presses the keys of a text, and lets a cursor that moved rest: `jjR`, with `\r` for Enter and
  /// `\u{1B}` for Esc.
  @discardableResult
  mutating func press(_ keys: String) -> [Dashboard.Effect] {
    keys.flatMap { character in
      switch character {
      case "\r": press(Key(.enter))
      case "\u{1B}": press(Key(.escape))
      case "\t": press(Key(.tab))
      default: press(.character(character))
      }
    }
  }

  @discardableResult
  mutating func press(_ key: Key) -> [Dashboard.Effect] {
    let effects = Dashboard.update(&self, .input(.key(key)))
    return effects + (restsAt.map { Dashboard.update(&self, .tick(now: $0)) } ?? [])
  }

  /// Lets seconds pass.
  mutating func pass(_ seconds: Double) {
    _ = Dashboard.update(&self, .tick(now: facts.now.addingTimeInterval(seconds)))
  }

  func screen(columns: Int? = nil, rows: Int? = nil) -> Surface {
    let size = Size(columns: columns ?? size.columns, rows: rows ?? size.rows)
    return Dashboard.view(self, theme: .dark, size: size).surface
  }

  /// The whole screen as text.
  var text: String { screen().rows.joined(separator: "\n") }

  /// Two builds with the failed one selected, its steps and its log.
  static func withList(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    var state = Scenes.state(columns: columns, rows: rows)
    state.feed(
      .started, .connectionRestored, .buildsLoaded(Scenes.builds), .windowsLoaded([]),
      .stepsLoaded(Scenes.failed, Scenes.steps()), .logArrived(Scenes.failed, Scenes.log),
      .logEnded(Scenes.failed))
    return state
  }

  /// The failed build was rebuilt, and the new one's door is open while it runs.
  static func withDoorOpen(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    var state = withList(columns: columns, rows: rows)
    state.press("R\r")
    state.pass(1)
    let build = Scenes.build(
      3, .running, workflow: "checkout", minutesAgo: 0, isRemote: true, rebuildOf: 2)
    state.feed(.rebuildAccepted(of: Scenes.failed, build))
    state.pass(9)
    state.feed(
      .stepsLoaded(
        build.slug, Scenes.steps(.running, begin: state.facts.now.addingTimeInterval(-12))),
      .logArrived(build.slug, Array(Scenes.log.prefix(5))),
      .accessLoaded(Scenes.access(.open, at: state.facts.now)))
    return state
  }

  /// The build has ended and its door closes after so many more seconds.
  static func withDoorClosing(
    after seconds: Double = 600, columns: Int = 80, rows: Int = 24
  ) -> Dashboard.State {
    var state = withDoorOpen(columns: columns, rows: rows)
    state.pass(5)
    var build = Scenes.build(
      3, .failed, workflow: "checkout", minutesAgo: 0, isRemote: true, rebuildOf: 2)
    let now = state.facts.now
    build.finishedAt = now
    state.feed(
      .buildChanged(build), .stepsLoaded(build.slug, Scenes.steps()),
      .logArrived(build.slug, Scenes.log), .logEnded(build.slug),
      .accessLoaded(
        Scenes.access(
          .closing(deadline: now.addingTimeInterval(seconds)), at: now, connections: 1)))
    return state
  }
}

extension Dashboard.State {
  /// Three open machines, one of them of another service whose clock is ahead by a minute.
  static func withWindows(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    var state = withDoorClosing(columns: columns, rows: rows)
    let now = state.facts.now
    let running = Scenes.build(4, .running, workflow: "primary", minutesAgo: -1, isRemote: true)
    var other = Scenes.build(71, .failed, workflow: "nightly", minutesAgo: 1, isRemote: true)
    other.slug = BuildSlug(rawValue: "t71")
    other.appTitle = "shop"
    var access = Scenes.access(
      .closing(deadline: now.addingTimeInterval(60 + 95)), build: other.slug,
      at: now.addingTimeInterval(60))
    access.ssh = nil
    state.feed(
      .buildChanged(running),
      .windowChanged(Scenes.access(.open, build: running.slug, at: now)),
      .elsewhereHeard("team", [other], [access]))
    state.press("w")
    return state
  }
}
