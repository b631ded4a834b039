import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Foundation

struct AccessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access", abstract: "Show the way into a build's machine.",
    discussion: """
      airlock access 42
      airlock access 42 --open --json --show-secrets
      """)

  @Argument(help: .build)
  var build: String

  @Flag(help: "Show the password too.")
  var showSecrets = false

  @Flag(help: "Print the service's answer as JSON.")
  var json = false

  @Flag(
    help: "Open a machine that is not: a running build's, or a failed build's that still stands.")
  var open = false

  func run() throws {
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

  /// Opens the machine and waits until it can be entered.
  private static func open(_ app: App, _ build: Build, _ client: BuildClient) async throws {
    _ = try await client.openWindow(app.slug, build.slug)
    let access = try await BuildWatch(client: client).wait(for: build.slug) {
      let access = try await client.access(app.slug, build.slug)
      return access.ssh == nil && !access.state.isClosed ? nil : access
    }
    if case .closed(let reason, _) = access.state {
      throw ProgramError(.failed, "Build #\(build.number) is closed. \(reason.sentence)")
    }
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
    lines.append("inside now   \(body.connections)")
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
      "closes in \(clock(deadline.timeIntervalSince(body.serverTime))), at \(hour(deadline))"
    case .closed(let reason, let at): "closed at \(hour(at)). \(reason.sentence)"
    }
  }

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
          WindowText.state(window), "\(window.connections)",
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

  @Argument(help: .build)
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
