import BuildClient
import Foundation
import Workstation

/// The build service of this user, on this computer: found, started on demand, stopped.
struct LocalService: Sendable {
  /// What the running service leaves beside its data, readable by its user only.
  struct Record: Codable, Sendable, Equatable {
    var url: URL
    var process: Int32
    var startedAt: Date
    var graceSeconds: Double
  }

  let directories: Directories
  /// The program that serves.
  var executable = Executables.this

  var record: URL { directories.data.appending(path: "service.json") }
  var tokenFile: URL { directories.data.appending(path: "token") }
  var log: URL { directories.state.appending(path: "service.log") }

  /// A connection to the service, which is started where it does not run.
  func connect(settings: Settings) async throws -> BuildClient {
    if let client = await running() { return client }
    try Directories.makePrivate(directories.data)
    // Two dashboards that start at once must not start two services. Both waits may be long.
    let lock = try await OwnThread.run {
      try FileLock(directories.data.appending(path: "start.lock"))
    }
    defer { lock.release() }
    if let client = await running() { return client }
    try await OwnThread.run { try start(settings: settings) }
    guard let client = await running() else {
      throw ProgramError(
        .unreachable, "The local service started but does not answer; see \(log.path).")
    }
    return client
  }

  /// A connection to the service if it runs.
  func running() async -> BuildClient? {
    guard let connection = connection() else { return nil }
    let client = BuildClient(connection)
    do {
      _ = try await client.me()
      return client
    } catch {
      return nil
    }
  }

  func readRecord() -> Record? {
    guard let data = try? Data(contentsOf: record) else { return nil }
    return try? JSONDecoder().decode(Record.self, from: data)
  }

  private func connection() -> Connection? {
    guard let record = readRecord(),
      let token = try? String(contentsOf: tokenFile, encoding: .utf8)
    else { return nil }
    return Connection(
      name: "local", url: record.url,
      token: Token(token.trimmingCharacters(in: .whitespacesAndNewlines)), isOwn: true)
  }

  /// Starts the service in the background and waits until it listens; blocks the calling thread.
  private func start(settings: Settings) throws {
    try Directories.makePrivate(directories.state)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ProgramError(.failed, "No pipe could be made.") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let started = DetachedProcess.start(
      executable,
      [
        "serve", "--listen", "127.0.0.1:0", "--data", directories.data.path,
        "--grace", String(settings.grace), "--keep-failed", String(settings.keepFailed / 60),
        "--idle", "600", "--log", log.path,
      ]
        + (settings.stacks == nil
          ? [] : ["--stacks", directories.configuration.appending(path: "config.yaml").path]),
      environment: ProcessInfo.processInfo.environment, output: ends[1])
    close(ends[1])
    guard started else { throw ProgramError(.failed, "\(executable) cannot be started.") }
    guard let said = readToReady(ends[0]) else {
      throw ProgramError(
        .unreachable, "The local service has not come up in a minute; see \(log.path).")
    }
    guard said.contains("listening on ") else {
      let reason = said.trimmingCharacters(in: .whitespacesAndNewlines)
      throw ProgramError(
        .unreachable,
        reason.isEmpty
          ? "The local service ended at its start; see \(log.path)."
          : "The local service did not start: \(reason)")
    }
  }

  /// Reads what the service says until it listens or ends.
  ///
  /// - Returns: nil where neither comes: everybody who wants the service waits for this one.
  private func readToReady(_ descriptor: Int32) -> String? {
    var said = ""
    var bytes = [UInt8](repeating: 0, count: 4096)
    let end = ContinuousClock.now + .seconds(60)
    while !said.contains("listening on ") || !said.hasSuffix("\n") {
      let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
      guard left > 0 else { return nil }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, Int32(left) + 1) > 0 else { continue }
      let count = read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      said += String(decoding: bytes[0..<count], as: UTF8.self)
    }
    return said
  }
}

/// A lock between processes, released when it is let go or its process ends.
struct FileLock: Sendable {
  private let descriptor: Int32

  /// Waits until the lock is free; blocks the calling thread.
  init(_ url: URL) throws {
    descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ProgramError(
        .failed, "\(url.path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  func release() { close(descriptor) }
}
