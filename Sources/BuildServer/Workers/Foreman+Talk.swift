import BuildDatabase
import BuildModel
import BuildSpool
import Foundation

/// One build's worker: started, listened to, and outlived.
extension Foreman {
  /// Looks after a build from its worker's start to its end.
  func attend(_ build: BuildSlug) async {
    let spool = folder.spool(of: build)
    do { try start(spool) } catch {
      logger.error("cannot start the worker of \(build): \(error)")
      await windUp(build, spool, reason: "Its worker could not be started: \(error)")
      return
    }
    var trouble: String?
    while let link = await connect(spool) {
      do {
        try await converse(with: link, of: build)
        trouble = nil
      } catch {
        // Whatever is wrong with the store, the worker tells again what it had told.
        await wait(after: error, &trouble, "the talk with the worker of \(build) broke")
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
    let stored = try await store.build(build)
    try link.send(.follow(after: stored?.lastReport ?? 0))
    if let stored { try await handOverSecrets(of: stored, through: link) }
    links[build] = link
    try await deliverOrders(to: build, through: link)
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
      outputLimits[build] = nil
      await herald.buildChanged(build)
      startNext()
    case .planned(let steps):
      for step in steps { await tell(step, of: build) }
    case .stepChanged(let step): await tell(step, of: build)
    case .windowChanged(let window):
      if window.isClosed { doors[build] = nil }
      await herald.windowChanged(build, door: door(of: build))
    case .machineKept:
      late.insert(build)
      room.isKept(build)
      sendAway(room.makeRoomForKept())
      startNext()
      await herald.buildChanged(build)
    case .connectionsChanged: await herald.windowChanged(build, door: door(of: build))
    case .ended:
      guard late.remove(build) != nil else { break }
      await herald.buildChanged(build)
      await herald.windowChanged(build, door: nil)
    case .artifactsKept, .visitorEntered, .visitorLeft, .visitorRefused,
      .visitorShutOut:
      break
    }
  }

  private func tell(_ step: Step, of build: BuildSlug) async {
    guard let app = attended[build] else { return }
    await herald.stepChanged(step, of: build, in: app)
  }

  private func take(_ whisper: WorkerWhisper, of build: BuildSlug) async {
    switch whisper {
    case .door(let credentials, let screen, let sourceFolder, let buildLimitAt):
      doors[build] = Door(
        credentials: credentials, screen: screen, sourceFolder: sourceFolder,
        buildLimitAt: buildLimitAt)
      await herald.windowChanged(build, door: door(of: build))
    case .noOutputLimit(let seconds): outputLimits[build] = seconds
    case .logGrown(let chunks): await logGrown(of: build, to: chunks)
    }
  }

  /// Waits a little after a failure, which is told once for as long as it is the same.
  private func wait(after error: any Error, _ trouble: inout String?, _ what: String) async {
    // Not a failure: the service ends, and the next one goes on.
    guard !Task.isCancelled else { return }
    let sentence = "\(what): \(error)"
    if trouble != sentence { logger.error("\(sentence)") }
    trouble = sentence
    disk.noticed(error)
    // A cancelled sleep ends the caller's loop.
    try? await Task.sleep(for: .seconds(1))
  }

  /// Writes down how a build ended whose worker is gone, and clears its machine away.
  private func windUp(_ build: BuildSlug, _ spool: SpoolFolder, reason: String) async {
    doors[build] = nil
    // First, since it makes room for what is written down.
    do { try await removeMachine(of: spool) } catch {
      logger.error("cannot remove \(spool.machine.path): \(error)")
    }
    var trouble: String?
    while !Task.isCancelled {
      do {
        try await settle(build, spool, reason: reason)
        break
      } catch {
        await wait(after: error, &trouble, "cannot wind up build \(build)")
      }
    }
    running.remove(build)
    attended[build] = nil
    room.remove(build)
    outputLimits[build] = nil
    late.remove(build)
    startNext()
    tellIfIdle()
  }

  private func settle(_ build: BuildSlug, _ spool: SpoolFolder, reason: String) async throws {
    let last = try await store.build(build)?.lastReport ?? 0
    for report in try ReportReader(spool).reports(after: last) {
      try await take(report, of: build)
    }
    if try await store.recordLoss(of: build, reason: reason, at: configuration.now()) {
      logger.warning("the worker of \(build) was lost")
      await herald.buildChanged(build)
      await herald.windowChanged(build, door: nil)
    }
    undelivered[build] = nil
    try await store.forgetOrders(to: build)
    // An app that was removed takes all of it away.
    if try await store.build(build) == nil {
      try await onDisk { try LockedFolder.remove(spool.url) }
    }
  }

  /// Removes the machine's folder, also while the last processes in it are still ending.
  private func removeMachine(of spool: SpoolFolder) async throws {
    for file in [spool.reserve, spool.socket] { unlink(file.path) }
    for _ in 1...20 {
      do { return try await onDisk { try LockedFolder.remove(spool.machine) } } catch {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    try await onDisk { try LockedFolder.remove(spool.machine) }
  }
}
