import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Logging
import ServiceLifecycle

/// Starts a worker for each build in its turn, listens to it, and finds it again after a restart.
///
/// Workers never depend on it: it can stop at any moment, and what it missed stands in the spool.
actor Foreman {
  private enum Errand: Sendable {
    case attend(BuildSlug)
    case tellLog(BuildSlug)
  }

  /// How far a log has grown and how much of that was told.
  private struct LogGrowth {
    var chunks: Int
    var told: Int
  }

  private static let logInterval = Duration.milliseconds(100)

  let store: BuildStore
  let folder: DataFolder
  let herald: Herald
  let configuration: ServiceConfiguration

  private var waiting: [BuildSlug] = []
  /// Builds that run: each takes a slot until it is finished, though its window be open.
  private var running: Set<BuildSlug> = []
  /// Builds whose worker is looked after, with their apps.
  private var attended: [BuildSlug: AppSlug] = [:]
  private var links: [BuildSlug: WorkerLink] = [:]
  private var undelivered: [BuildSlug: [WorkerOrder]] = [:]
  private var doors: [BuildSlug: Door] = [:]
  private var growing: [BuildSlug: LogGrowth] = [:]
  private let errands: AsyncStream<Errand>
  private let errand: AsyncStream<Errand>.Continuation

  var logger: Logger { configuration.logger }

  init(
    store: BuildStore, folder: DataFolder, herald: Herald, configuration: ServiceConfiguration
  ) {
    self.store = store
    self.folder = folder
    self.herald = herald
    self.configuration = configuration
    (errands, errand) = AsyncStream.makeStream(of: Errand.self)
    // A worker that died while it is told something must not take the service with it.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether no build waits, runs, or has its machine still standing.
  var isIdle: Bool { waiting.isEmpty && attended.isEmpty }

  func door(of build: BuildSlug) -> Door? { doors[build] }

  /// Takes up all builds that are not over, and clears away what nobody owns.
  ///
  /// To be called before any build is enqueued.
  func recover() async throws {
    let unfinished = try await store.buildsInProgress()
    for stored in unfinished {
      let build = stored.build
      let spool = folder.spool(of: build.slug)
      let isUntouched =
        build.status == .queued && !WorkerLock.isHeld(in: spool) && !spool.hasReports
      if isUntouched {
        waiting.append(build.slug)
      } else {
        if !build.status.isFinished { running.insert(build.slug) }
        attend(build.slug, in: build.app)
      }
    }
    try await clearAway(except: Set(unfinished.map(\.build.slug)))
    await startNext()
  }

  /// Carries out errands until the service is stopped; workers go on.
  func run() async {
    await withDiscardingTaskGroup { group in
      for await errand in errands.cancelOnGracefulShutdown() {
        group.addTask {
          switch errand {
          case .attend(let build): await self.attend(build)
          case .tellLog(let build): await self.tellLog(of: build)
          }
        }
      }
      group.cancelAll()
    }
  }

  /// Puts a build at the end of the queue.
  func enqueue(_ build: BuildSlug) async {
    waiting.append(build)
    await startNext()
  }

  /// Ends a build, whether it waits or runs.
  func abort(_ build: BuildSlug, reason: String?, withSuccess: Bool) async throws {
    if let place = waiting.firstIndex(of: build) {
      waiting.remove(at: place)
      let wasWaiting = try await store.abortQueued(
        build, reason: reason, withSuccess: withSuccess, at: configuration.now())
      if wasWaiting {
        await herald.buildChanged(build)
        await herald.windowChanged(build, door: nil)
        return
      }
    }
    try give(.abort(reason: reason, withSuccess: withSuccess), to: build)
  }

  /// Gives an order to a build's worker, as soon as it listens.
  func give(_ order: WorkerOrder, to build: BuildSlug) throws {
    if let link = links[build] {
      try link.send(order)
    } else {
      undelivered[build, default: []].append(order)
    }
  }

  // MARK: The queue

  private func startNext() async {
    while running.count < configuration.slots, !waiting.isEmpty {
      let build = waiting.removeFirst()
      running.insert(build)
      do {
        guard let stored = try await store.build(build) else {
          running.remove(build)
          continue
        }
        attend(build, in: stored.build.app)
      } catch {
        running.remove(build)
        logger.error("cannot start build \(build): \(error)")
      }
    }
  }

  private func attend(_ build: BuildSlug, in app: AppSlug) {
    attended[build] = app
    errand.yield(.attend(build))
  }

  // MARK: One build

  private func attend(_ build: BuildSlug) async {
    let spool = folder.spool(of: build)
    do { try start(spool) } catch {
      logger.error("cannot start the worker of \(build): \(error)")
      await windUp(build, spool, reason: "Its worker could not be started: \(error)")
      return
    }
    while let link = await connect(spool) {
      do { try await converse(with: link, of: build) } catch {
        logger.error("the talk with the worker of \(build) broke: \(error)")
        // Whatever is wrong with the store, the worker tells again what it had told.
        try? await Task.sleep(for: .seconds(1))
      }
      link.end()
      links[build] = nil
    }
    if !Task.isCancelled {
      await windUp(build, spool, reason: spool.lossReason)
    }
  }

  /// Starts the worker, unless one lives or has lived.
  private func start(_ spool: SpoolFolder) throws {
    guard !spool.hasReports, let lock = try WorkerLock.take(in: spool) else { return }
    try WorkerProcess.start(
      configuration.worker, in: spool, lock: lock,
      environment: configuration.workerEnvironment, logger: logger)
  }

  /// A talk with the worker, however long it takes to listen; nil once there is no worker.
  private func connect(_ spool: SpoolFolder) async -> WorkerLink? {
    var pause = Duration.milliseconds(4)
    while !Task.isCancelled, WorkerLock.isHeld(in: spool) {
      if let link = try? WorkerLink(spool) { return link }
      // Cancelled sleeps end the loop.
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(200))
    }
    return nil
  }

  private func converse(with link: WorkerLink, of build: BuildSlug) async throws {
    try link.send(.follow(after: try await store.build(build)?.lastReport ?? 0))
    links[build] = link
    for order in undelivered.removeValue(forKey: build) ?? [] { try link.send(order) }
    for await message in link.messages {
      switch message {
      case .report(let report): try await take(report, of: build)
      case .whisper(let whisper): await take(whisper, of: build)
      }
    }
  }

  /// Brings a report into the store and before the listeners.
  func take(_ report: WorkerReport, of build: BuildSlug) async throws {
    guard try await store.record(report, of: build) else { return }
    switch report.news {
    case .started, .prepared: await herald.buildChanged(build)
    case .finished:
      running.remove(build)
      await herald.buildChanged(build)
      await startNext()
    case .planned(let steps):
      for step in steps { await tell(step, of: build) }
    case .stepChanged(let step): await tell(step, of: build)
    case .windowChanged(let window):
      if window.isClosed { doors[build] = nil }
      await herald.windowChanged(build, door: doors[build])
    case .connectionsChanged: await herald.windowChanged(build, door: doors[build])
    case .ended: break
    }
  }

  private func tell(_ step: Step, of build: BuildSlug) async {
    guard let app = attended[build] else { return }
    await herald.stepChanged(step, of: build, in: app)
  }

  private func take(_ whisper: WorkerWhisper, of build: BuildSlug) async {
    switch whisper {
    case .door(let credentials, let sourceFolder, let buildLimitAt):
      doors[build] = Door(
        credentials: credentials, sourceFolder: sourceFolder, buildLimitAt: buildLimitAt)
      await herald.windowChanged(build, door: doors[build])
    case .logGrown(let chunks): await logGrown(of: build, to: chunks)
    }
  }

  /// Writes down how a build ended whose worker is gone, and clears its machine away.
  private func windUp(_ build: BuildSlug, _ spool: SpoolFolder, reason: String) async {
    do {
      let last = try await store.build(build)?.lastReport ?? 0
      for report in try ReportReader(spool).reports(after: last) {
        try await take(report, of: build)
      }
      doors[build] = nil
      if try await store.recordLoss(of: build, reason: reason, at: configuration.now()) {
        logger.warning("the worker of \(build) was lost")
        await herald.buildChanged(build)
        await herald.windowChanged(build, door: nil)
      }
      try MachineFolder.remove(spool.machine)
    } catch {
      logger.error("cannot wind up build \(build): \(error)")
    }
    running.remove(build)
    attended[build] = nil
    undelivered[build] = nil
    await startNext()
  }

  // MARK: Logs

  /// Tells that a log has grown, at most ten times a second for each build.
  private func logGrown(of build: BuildSlug, to chunks: Int) async {
    guard let app = attended[build] else { return }
    guard growing[build] == nil else {
      growing[build]?.chunks = chunks
      return
    }
    growing[build] = LogGrowth(chunks: chunks, told: chunks)
    errand.yield(.tellLog(build))
    await herald.logGrown(of: build, in: app, to: chunks)
  }

  private func tellLog(of build: BuildSlug) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.logInterval)
      guard let growth = growing[build], growth.chunks > growth.told,
        let app = attended[build]
      else { break }
      growing[build]?.told = growth.chunks
      await herald.logGrown(of: build, in: app, to: growth.chunks)
    }
    growing[build] = nil
  }

  // MARK: What was left behind

  /// Removes machines without a worker and spools without a build.
  private func clearAway(except kept: Set<BuildSlug>) async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.spools.path)
    let others = names.map(BuildSlug.init(rawValue:)).filter { !kept.contains($0) }
    let known = try await store.existing(others)
    for build in others {
      let spool = folder.spool(of: build)
      guard !WorkerLock.isHeld(in: spool) else { continue }
      do {
        try MachineFolder.remove(known.contains(build) ? spool.machine : spool.url)
      } catch {
        logger.error("cannot clear away \(spool.url.path): \(error)")
      }
    }
  }
}
