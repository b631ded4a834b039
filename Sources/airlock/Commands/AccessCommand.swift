import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Foundation
import Synchronization
import Workstation

struct AccessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access", abstract: "Show the way into a build's machine, or take it.",
    discussion: """
      Bitrise shows the way in on the build's page only. --paste takes it from there: the ssh \
      command, the password, the screen's address, or the whole panel.

      airlock access 42 --paste                 asks for it, goes inside, keeps nothing
      airlock access 42 --paste --keep          `airlock ssh 42` and the like work until it closes
      airlock access 42 --clipboard --keep      the same from the clipboard
      airlock access 42 --open --json --show-secrets
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(help: "Show the password too.")
  var showSecrets = false

  @Flag(help: "Print the service's answer as JSON.")
  var json = false

  @Flag(
    help: "Open a machine that is not: an unfinished build's, or a failed one's that still stands.")
  var open = false

  @Flag(help: "Take what the build's page shows, from a pipe or at the terminal.")
  var paste = false

  @Flag(help: "Take it from the clipboard.")
  var clipboard = false

  @Flag(help: "Keep it until the machine closes, sealed, for this user only.")
  var keep = false

  @Flag(help: "Ask nobody whether what was pasted is right.")
  var yes = false

  func validate() throws {
    let takes = paste || clipboard
    if takes, open || json || showSecrets {
      throw ValidationError("--paste takes the way in; --open, --json and --show-secrets show it.")
    }
    if keep || yes, !takes { throw ValidationError("--keep and --yes go with --paste.") }
    if takes, !keep, isatty(STDOUT_FILENO) == 0 {
      throw ValidationError("Without --keep and a terminal nothing would come of it.")
    }
  }

  func run() throws {
    if paste || clipboard { return try takePaste() }
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      if open { try await Self.open(app, build, session.client) }
      var body = try await session.client.accessBody(app.slug, build.slug)
      if !showSecrets {
        body.ssh?.password = nil
        body.screenShare?.password = nil
      }
      if json { return try Output.json(body) }
      for line in Self.lines(body) { Output.line(line) }
    }
  }

  /// Takes what was pasted; goes inside with it unless it is kept.
  private func takePaste() throws {
    let status = Mutex(Int32(0))
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let (_, access) = try await PastedWay(
        session: session, app: app, build: build, fromClipboard: clipboard, isAgreed: yes,
        isKept: keep
      ).take()
      guard !keep else {
        return Output.line(
          "Kept until the machine closes (\(WindowText.state(RemoteAccessBody(access, app: app.slug)))"
            + "); `airlock ssh \(build.number)` goes inside.")
      }
      let door = try SSHSession(access, directories: session.directories)
      defer { door.end() }
      Output.lines(await MachineGreeting(client: session.client).text(build, access))
      let ended = try ForegroundProcess.run(
        door.program, door.arguments(), environment: door.environment)
      status.withLock { $0 = ended }
    }
    let ended = status.withLock { $0 }
    if ended != 0 { throw ExitCode(ended) }
  }

  /// Opens the machine and waits until it can be entered.
  private static func open(_ app: App, _ build: Build, _ client: BuildClient) async throws {
    _ = try await client.openWindow(app.slug, build.slug)
    if let sentence = Self.whyItTakesTime(build) { Output.error(sentence) }
    let access = try await BuildWatch(client: client).wait(for: build.slug) {
      let access = try await client.access(app.slug, build.slug)
      return access.ssh == nil && !access.state.isClosed ? nil : access
    }
    if case .closed(let reason, _) = access.state {
      throw ProgramError(.failed, "Build #\(build.number) is closed. \(reason.sentence)")
    }
  }

  /// What has to happen first, where that may take long; on standard error, for scripts wait too.
  static func whyItTakesTime(_ build: Build) -> String? {
    guard build.status == .queued else { return nil }
    return build.isOnHold
      ? "#\(build.number) is on hold; `airlock release \(build.number)` lets it begin, and its"
        + " machine opens."
      : "#\(build.number) waits for its turn; its machine opens as soon as it runs."
  }

  static func lines(_ body: RemoteAccessBody) -> [String] {
    var lines = ["state        " + WindowText.state(body)]
    if let ssh = body.ssh {
      lines += [
        "command      " + ssh.command,
        "address      \(ssh.host):\(ssh.port)",
        "user         " + ssh.username,
        "password     " + (ssh.password ?? "(hidden; --show-secrets shows it)"),
      ]
      if let fingerprint = ssh.hostKeyFingerprint { lines.append("fingerprint  " + fingerprint) }
    }
    if let folder = body.sourceDir { lines.append("source       " + folder) }
    if let screen = body.screenShare {
      lines += [
        "screen       vnc://\(screen.address), by `airlock screen`",
        "its password " + (screen.password ?? "(hidden; --show-secrets shows it)"),
      ]
    }
    if let reason = body.screenShareUnavailable { lines.append("screen       " + reason) }
    if let limit = body.buildLimitAt { lines.append("build limit  " + WindowText.hour(limit)) }
    if let limit = body.noOutputLimitAt { lines.append("silent until " + WindowText.hour(limit)) }
    if let estimate = body.estimate {
      lines.append("rests on     " + estimate.words)
    } else {
      lines.append("inside now   \(body.connections)")
    }
    return lines
  }
}

/// How a window stands, in words.
enum WindowText {
  static func state(_ body: RemoteAccessBody) -> String {
    switch body.access.state {
    case .opening: "opening"
    case .open: "open while the build runs, then \(clock(body.graceSeconds + body.holdSeconds))"
    case .closing(let deadline):
      "closes in \(mark(body))\(clock(deadline.timeIntervalSince(body.serverTime))), at"
        + " \(mark(body))\(hour(deadline))"
    case .closed(let reason, let at): "closed at \(hour(at)). \(reason.sentence)"
    }
  }

  /// Before what the service does not tell.
  private static func mark(_ body: RemoteAccessBody) -> String { body.estimate == nil ? "" : "~" }

  /// Minutes and seconds, rounded up so that it never promises less than there is.
  static func clock(_ seconds: TimeInterval) -> String {
    let seconds = max(0, Int(seconds.rounded(.up)))
    let rest = seconds % 60
    return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  static func hour(_ date: Date) -> String {
    date.formatted(
      Date.VerbatimFormatStyle(
        format:
          "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
        timeZone: .current, calendar: .current))
  }
}

struct WindowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "List the machines that can be entered, soonest to close first.",
    discussion: "airlock windows --json")

  @Flag(help: "Print an array as JSON; without passwords.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let windows = try await session.client.windows()
      if json { return try Output.json(windows) }
      guard !windows.isEmpty else {
        return Output.line("No machine is open; `airlock rebuild BUILD --remote-access` opens one.")
      }
      let builds = try await session.client.builds()
      var table = TextTable(["BUILD", "WINDOW", "INSIDE", "ADDRESS"])
      for window in windows {
        let build = builds.first { $0.slug == window.buildSlug }
        table.add([
          build.map { "\($0.appTitle)#\($0.number)" } ?? window.buildSlug.rawValue,
          WindowText.state(window), window.estimate == nil ? "\(window.connections)" : "?",
          window.ssh.map { "\($0.host):\($0.port)" } ?? "-",
        ])
      }
      for line in table.lines { Output.line(line) }
    }
  }
}

struct CloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close a machine now; everyone inside is cut off.",
    discussion: "airlock close 42")

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      try await session.client.closeWindow(app.slug, build.slug)
      if json { return try Output.json(ActOutput("close", build)) }
      Output.line("The machine of \(app.title)#\(build.number) is closed.")
    }
  }
}
