import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

/// A worker as the service would start it: a child process that inherits its lock.
final class RunningWorker {
  let repository: Repository
  let spool: SpoolFolder
  let order: BuildOrder
  /// Nil where the worker had ended before it could be followed.
  let link: WorkerLink?
  let startedAt: Date
  private let process = Process()
  private let exits: AsyncStream<Int32>
  private var messages: AsyncStream<WorkerMessage>.AsyncIterator?
  /// Every report so far.
  private(set) var reports: [WorkerReport] = []
  private(set) var door: SSHCredentials?
  private(set) var screen: ScreenShareCredentials?
  private(set) var noOutputLimit: Int?
  /// The worker's exit status once it has ended; -1 where a signal ended it.
  private(set) var exitStatus: Int32?

  static let drivers = ["bubblewrap", "plain"]
  /// Where a worker looks for programs before anywhere else.
  @TaskLocal static var programFolder: String?

  /// Starts a worker and follows it.
  ///
  /// - Parameter steps: scripts, or whole step entries where they begin with a dash.
  init(
    driver: String = "bubblewrap", steps: [String], configuration: String? = nil,
    isRemote: Bool = false, grace: TimeInterval = 1, timeLimit: TimeInterval = 60,
    _ change: (inout BuildOrder) -> Void = { _ in }
  ) async throws {
    repository = try Repository()
    try await repository.git("init", "-q", "-b", "main")
    try await repository.commit("Begin", file: "hello", "hello")
    let entries = steps.map { step in
      step.hasPrefix("- ")
        ? step
        : "- script@1:\n    inputs:\n    - content: |\n"
          + step.split(separator: "\n").map { "        \($0)" }.joined(separator: "\n")
    }
    let indented = entries.joined(separator: "\n").split(separator: "\n").map { "    \($0)" }
    var order = BuildOrder(
      build: BuildSlug(rawValue: "test-\(UUID().uuidString)"), number: 12,
      app: AppSlug(rawValue: "a"), appTitle: "Sample", repository: repository.path,
      workflow: "test",
      configuration: configuration
        ?? "workflows:\n  test:\n    steps:\n" + indented.joined(separator: "\n"),
      isRemote: isRemote, grace: grace, timeLimit: timeLimit)
    change(&order)
    self.order = order
    spool = SpoolFolder(URL(filePath: repository.folder + "/spools/" + order.build.rawValue))
    try spool.create(order: order)
    var lock = try WorkerLock.take(in: spool)
    process.executableURL = URL(filePath: try BuiltProducts.path(of: "airlock-worker"))
    process.arguments = [spool.url.path]
    process.environment = ProcessInfo.processInfo.environment
      .merging(["AIRLOCK_DRIVER": driver]) { $1 }
      .merging(Self.programFolder.map { ["PATH": "\($0):/usr/bin:/bin"] } ?? [:]) { $1 }
    process.standardInput = FileHandle(
      fileDescriptor: try #require(lock).descriptor, closeOnDealloc: false)
    let output = Pipe()
    process.standardOutput = output
    let (exits, exited) = AsyncStream.makeStream(of: Int32.self)
    self.exits = exits
    process.terminationHandler = { process in
      exited.yield(process.terminationReason == .exit ? process.terminationStatus : -1)
      exited.finish()
    }
    startedAt = Date()
    try process.run()
    lock = nil
    #expect(await output.fileHandleForReading.nextData() == Data("listening\n".utf8))
    do {
      link = try WorkerLink(spool)
    } catch is SpoolError {
      // A short build can be over by now; then the spool tells everything.
      link = nil
    }
    messages = link?.messages.makeAsyncIterator()
    try link?.send(.follow(after: 0))
  }

  deinit {
    link?.end()
    if process.isRunning { kill(process.processIdentifier, SIGTERM) }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Listens until a report is the wanted one.
  ///
  /// - Returns: nil where the worker says no more.
  @discardableResult
  func wait(for isWanted: (WorkerNews) -> Bool) async -> WorkerReport? {
    while let message = await messages?.next() {
      switch message {
      case .report(let report):
        if report.sequence == reports.count + 1 { reports.append(report) }
        if isWanted(report.news) { return report }
      case .whisper(.door(let credentials, let screen, _, _)):
        door = credentials
        self.screen = screen
      case .whisper(.noOutputLimit(let seconds)): noOutputLimit = seconds
      case .whisper(.logGrown): break
      }
    }
    return nil
  }

  /// Listens to the end, and reads in the spool what it may have missed by being late.
  func waitForEnd() async throws {
    await wait { _ in false }
    exitStatus = await exits.first { _ in true }
    reports += try ReportReader(spool).reports(after: reports.count)
  }

  func send(_ order: WorkerOrder) throws { try #require(link).send(order) }

  /// Waits until the door is open and its credentials are told.
  func waitForDoor() async throws -> SSHCredentials {
    while door == nil, let message = await messages?.next() {
      switch message {
      case .report(let report):
        if report.sequence == reports.count + 1 { reports.append(report) }
      case .whisper(.door(let credentials, let screen, _, _)):
        door = credentials
        self.screen = screen
      case .whisper(.noOutputLimit(let seconds)): noOutputLimit = seconds
      case .whisper(.logGrown): break
      }
    }
    return try #require(door)
  }

  var news: [WorkerNews] { reports.map(\.news) }

  var log: String {
    get throws {
      try LogReader(spool).chunks(after: 0, limit: .max, bytes: .max).map(\.text).joined()
    }
  }

  /// Whether any process on this computer belongs to a step of the build.
  var hasProcesses: Bool { !processStates.isEmpty }

  /// What the system says of each of them, as `R` for one that runs.
  var processStates: [String] {
    let mark = Data("AIRLOCK_STEP=\(order.build)".utf8)
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.compactMap { number in
      guard Int(number) != nil,
        let environment = try? Data(contentsOf: URL(filePath: "/proc/\(number)/environ")),
        environment.range(of: mark) != nil,
        let facts = try? String(contentsOf: URL(filePath: "/proc/\(number)/stat"), encoding: .utf8),
        let state = facts.split(separator: ")").last?.split(separator: " ").first
      else { return nil }
      return String(state)
    }
  }
}

extension WorkerNews {
  /// The news' name, with the state or status where it has one.
  var summary: String {
    switch self {
    case .started: "started"
    case .prepared(let isolation, _, _): "prepared \(isolation.rawValue)"
    case .planned(let steps): "planned \(steps.count)"
    case .stepChanged(let step): "step \(step.index) \(step.status.rawValue)"
    case .finished(let status, _, _): "finished \(status.rawValue)"
    case .windowChanged(let window): "window \(window.summary)"
    case .connectionsChanged(let count): "connections \(count)"
    case .visitorEntered: "visitor entered"
    case .visitorLeft: "visitor left"
    case .visitorShutOut(_, let seconds): "visitor shut out \(seconds)"
    case .visitorRefused(_, let tries): "visitor refused \(tries)"
    case .machineKept: "machine kept"
    case .artifactsKept: "artifacts kept"
    case .ended: "ended"
    }
  }

  var isFinished: Bool {
    guard case .finished = self else { return false }
    return true
  }

  var window: AccessWindow? {
    guard case .windowChanged(let window) = self else { return nil }
    return window
  }
}

extension AccessWindow {
  var summary: String {
    switch state {
    case .opening: "opening"
    case .open: "open"
    case .closing: "closing"
    case .closed(let reason, _): "closed \(reason.rawValue)"
    }
  }
}
