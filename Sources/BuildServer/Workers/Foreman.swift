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
    case endHold(Build, since: Date)
    /// Have a machine go that stands by.
    case sendAway(BuildSlug)
    /// Remove what builds left whose app is gone.
    case clearAwayBuilds([BuildSlug])
    /// Remove what earlier runs of the service left.
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

  var queue = BuildQueue()
  /// Builds on hold.
  var held: [BuildSlug: Build] = [:]
  /// Builds that run: each takes a slot until it is finished, though its window be open.
  var running: Set<BuildSlug> = []
  /// What machines that stand may use together.
  var room: MachineRoom
  /// Builds whose worker is looked after, with their apps.
  var attended: [BuildSlug: AppSlug] = [:]
  var links: [BuildSlug: WorkerLink] = [:]
  /// Orders that wait until their workers listen.
  var undelivered: [BuildSlug: [WaitingOrder]] = [:]
  var doors: [BuildSlug: Door] = [:]
  /// Seconds that the running steps of builds may be silent.
  var outputLimits: [BuildSlug: Int] = [:]
  /// Builds whose window, if any, was asked for after their start.
  var late: Set<BuildSlug> = []
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
    room = MachineRoom(total: configuration.machineMemory, mostKept: configuration.mostKept)
    (errands, errand) = AsyncStream.makeStream(of: Errand.self)
    // A worker that died while it is told something must not take the service with it.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether no build waits, runs, or has its machine still standing; a build on hold may wait
  /// for the next service as well.
  var isIdle: Bool { queue.isEmpty && attended.isEmpty }

  /// Returns once no build waits, runs, or has its machine still standing.
  func waitUntilIdle() async {
    guard !isIdle else { return }
    await withCheckedContinuation { idleWaiters.append($0) }
  }

  /// Takes up all builds that are not over, and has what nobody owns cleared away.
  ///
  /// To be called before any build is enqueued.
  func recover() async throws {
    undelivered = try await Dictionary(grouping: store.waitingOrders(), by: \.build)
    let unfinished = try await store.buildsInProgress()
    for stored in unfinished {
      let build = stored.build
      let spool = folder.spool(of: build.slug)
      let isUntouched =
        build.status == .queued && !WorkerLock.isHeld(in: spool) && !spool.hasReports
      if isUntouched {
        try await takeUp(build)
      } else {
        if !build.status.isFinished { running.insert(build.slug) }
        if build.keptUntil != nil {
          late.insert(build.slug)
          room.isKept(build.slug)
        }
        attend(build)
      }
    }
    let owned = Set(unfinished.map(\.build.slug))
    try await forgetOrders(except: owned)
    errand.yield(
      .clearAway(try await LeftOvers(of: store, in: folder, except: owned, logger: logger)))
    startNext()
  }

  /// Carries out errands until the service is stopped; workers go on.
  func run() async {
    await withDiscardingTaskGroup { group in
      for await errand in errands.cancelOnGracefulShutdown() {
        group.addTask {
          switch errand {
          case .attend(let build): await self.attend(build)
          case .tellLog(let build): await self.tellLog(of: build)
          case .endHold(let build, let time): await self.endHold(of: build, since: time)
          case .sendAway(let build): await self.sendAway(build)
          case .clearAwayBuilds(let builds): await self.clearAway(builds)
          case .clearAway(let leftOvers): await leftOvers.clearAway()
          }
        }
      }
      group.cancelAll()
    }
  }

  func tellIfIdle() {
    guard isIdle else { return }
    for waiter in idleWaiters { waiter.resume() }
    idleWaiters = []
  }

  func attend(_ build: Build) {
    attended[build.slug] = build.app
    room.add(build.slug, configuration.memory(of: build.stack))
    errand.yield(.attend(build.slug))
  }
}
