import BuildDatabase
import BuildModel
import Foundation

/// Builds that no worker has begun, and the end of any.
extension Foreman {
  /// Puts a build into the queue, or aside where it is on hold.
  func enqueue(_ build: Build) {
    if build.isOnHold {
      setAside(build, since: build.triggeredAt)
    } else {
      queue.insert(build)
      startNext()
    }
  }

  /// Has workers begin with the next builds, as long as there are slots and memory for them.
  ///
  /// None passes another whose machine is too large for now: it would wait for ever.
  func startNext() {
    while running.count < configuration.slots, let build = queue.first {
      let memory = configuration.memory(of: build.stack)
      guard room.admits(memory) else { return sendAway(room.makeRoom(for: memory)) }
      _ = queue.next()
      running.insert(build.slug)
      attend(build)
    }
  }

  /// Has the machine go that has stood by for longest, where the disk is short of room.
  func makeRoomOnDisk() {
    if disk.isShort { sendAway(room.sendOldestAway()) }
  }

  /// Has machines go that stood by in case somebody asks for them.
  func sendAway(_ builds: [BuildSlug]) {
    for build in builds {
      logger.info("the kept machine of build \(build) goes: others need its room")
      errand.yield(.sendAway(build))
    }
  }

  /// Puts a build on hold that has not begun.
  func hold(_ build: Build) async throws {
    guard held[build.slug] == nil else { return }
    guard let waiting = queue.remove(build.slug) else { throw Refusal.hasBegun(build) }
    let now = configuration.now()
    // Aside before anything is awaited, so that it cannot start meanwhile.
    setAside(waiting, since: now)
    do {
      guard try await store.setHold(of: build.slug, since: now) else {
        held[build.slug] = nil
        throw Refusal.hasBegun(build)
      }
    } catch let error where !(error is Refusal) {
      if let build = held.removeValue(forKey: build.slug) { queue.insert(build) }
      throw error
    }
    await herald.buildChanged(build.slug)
  }

  /// Lets a build on hold go on, in the place that it had.
  func release(_ build: Build) async throws {
    guard let waiting = held.removeValue(forKey: build.slug) else {
      guard !running.contains(build.slug) else { throw Refusal.hasBegun(build) }
      return
    }
    queue.insert(waiting)
    do { _ = try await store.setHold(of: build.slug, since: nil) } catch {
      if let waiting = queue.remove(build.slug) { held[build.slug] = waiting }
      throw error
    }
    await herald.buildChanged(build.slug)
    startNext()
  }

  /// Ends a build, whether it waits or runs.
  func abort(_ build: Build, reason: String?, withSuccess: Bool = false) async throws {
    let isHeld = held[build.slug] != nil
    if let waiting = held.removeValue(forKey: build.slug) ?? queue.remove(build.slug) {
      do {
        _ = try await store.abortQueued(
          build.slug, reason: reason, withSuccess: withSuccess, at: configuration.now())
      } catch {
        if isHeld { held[build.slug] = waiting } else { queue.insert(waiting) }
        throw error
      }
      late.remove(build.slug)
      // Whatever its worker was to be told, there will be none.
      if undelivered.removeValue(forKey: build.slug) != nil {
        try await store.forgetOrders(to: build.slug)
      }
      await herald.buildChanged(build.slug)
      await herald.windowChanged(build.slug, door: nil)
      tellIfIdle()
    } else if running.contains(build.slug) {
      try await give(.abort(reason: reason, withSuccess: withSuccess), to: build.slug)
    } else {
      throw Refusal.isFinished(build)
    }
  }

  /// Takes a build up again that waited when an earlier service ended.
  func takeUp(_ build: Build) async throws {
    if build.isOnHold, let since = try await store.heldSince(build.slug) {
      setAside(build, since: since)
    } else {
      queue.insert(build)
    }
  }

  private func setAside(_ build: Build, since time: Date) {
    held[build.slug] = build
    errand.yield(.endHold(build, since: time))
  }

  /// Ends a build that nobody has let go on for too long.
  func endHold(of build: Build, since time: Date) async {
    let end = time.addingTimeInterval(configuration.holdLimit)
    // Cancelled sleeps leave it to the next service.
    try? await Task.sleep(for: .seconds(max(0, end.timeIntervalSince(configuration.now()))))
    guard !Task.isCancelled, held[build.slug] != nil else { return }
    do {
      // It may have been released and held again meanwhile, which begins anew.
      // Times lose a fraction of a microsecond in the store.
      guard let since = try await store.heldSince(build.slug),
        abs(since.timeIntervalSince(time)) < 0.001
      else { return }
      let days = Int((configuration.holdLimit / 86400).rounded())
      try await abort(build, reason: "It was on hold for too long: a hold ends after \(days) days.")
    } catch {
      logger.error("cannot end the hold of build \(build.slug): \(error)")
    }
  }
}

extension Refusal {
  static func isFinished(_ build: Build) -> Refusal {
    Refusal(.badRequest, "Build #\(build.number) is finished already.")
  }

  static func hasBegun(_ build: Build) -> Refusal {
    Refusal(
      .badRequest,
      "Build #\(build.number) has begun; only a build that waits in the queue can be on hold.")
  }
}
