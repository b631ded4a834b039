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
  enum Errand: Sendable {
    case attend(BuildSlug)
    case tellLog(BuildSlug)
    case clearAway(LeftOvers)
  }

  /// How far a log has grown and how much of that was told.
  struct LogGrowth {
    var app: AppSlug
    var chunks: Int
    var told: Int
  }

  let store: BuildStore
  let folder: DataFolder
  let herald: Herald
  let disk: DiskGuard
  let secrets: AppSecrets
  let configuration: ServiceConfiguration

  private var waiting: [BuildSlug] = []
  /// Builds that run: each takes a slot until it is finished, though its window be open.
  var running: Set<BuildSlug> = []
  /// Builds whose worker is looked after, with their apps.
  var attended: [BuildSlug: AppSlug] = [:]
  var links: [BuildSlug: WorkerLink] = [:]
  var undelivered: [BuildSlug: [WorkerOrder]] = [:]
  var doors: [BuildSlug: Door] = [:]
  var growing: [BuildSlug: LogGrowth] = [:]
  private let errands: AsyncStream<Errand>
  var idleWaiters: [CheckedContinuation<Void, Never>] = []
  let errand: AsyncStream<Errand>.Continuation

  var logger: Logger { configuration.logger }

  init(
    store: BuildStore, folder: DataFolder, herald: Herald, disk: DiskGuard, secrets: AppSecrets,
    configuration: ServiceConfiguration
  ) {
    self.store = store
    self.folder = folder
    self.herald = herald
    self.disk = disk
    self.secrets = secrets
    self.configuration = configuration
    (errands, errand) = AsyncStream.makeStream(of: Errand.self)
    // A worker that died while it is told something must not take the service with it.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether no build waits, runs, or has its machine still standing.
  var isIdle: Bool { waiting.isEmpty && attended.isEmpty }

  /// Returns once no build waits, runs, or has its machine still standing.
  func waitUntilIdle() async {
    guard !isIdle else { return }
    await withCheckedContinuation { idleWaiters.append($0) }
  }

  func door(of build: BuildSlug) -> Door? { doors[build] }

  /// Takes up all builds that are not over, and has what nobody owns cleared away.
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
    let owned = Set(unfinished.map(\.build.slug))
    errand.yield(
      .clearAway(try await LeftOvers(of: store, in: folder, except: owned, logger: logger)))
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
          case .clearAway(let leftOvers): await leftOvers.clearAway()
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

  func tellIfIdle() {
    guard isIdle else { return }
    for waiter in idleWaiters { waiter.resume() }
    idleWaiters = []
  }

  // MARK: The queue

  func startNext() async {
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
}
