import BuildMachine
import BuildModel
import BuildRunner
import Foundation
import Synchronization

/// The way into one build's machine: there from the start, opened later, or never.
final class Entrance: Sendable {
  /// What it needs of the machine, once that stands.
  struct Site: Sendable {
    /// Called within a lock: neither may come back to the entrance.
    var makeDoor: @Sendable (_ publicKeys: [String]) throws -> any MachineDoor
    var doorOpened: @Sendable (any MachineDoor, WindowKeeper) -> Void
  }

  private struct State {
    var keeper: WindowKeeper?
    var site: Site?
    var isBuildFinished = false
    /// Whether it is too late to ask for a window.
    var isOver = false
    var standBy: StandBy?
    /// What opens the door besides its password.
    var publicKeys: [String] = []
    /// When somebody asked for the machine of a build that had finished.
    var askedAt: Date?
  }

  private let order: BuildOrder
  private let buildLimitAt: Date
  private let journal: Journal
  private let now: @Sendable () -> Date
  private let state = Mutex(State())

  /// - Parameter buildLimitAt: when the build is ended, should it still run.
  init(
    _ order: BuildOrder, buildLimitAt: Date, journal: Journal,
    now: @escaping @Sendable () -> Date
  ) {
    self.order = order
    self.buildLimitAt = buildLimitAt
    self.journal = journal
    self.now = now
    guard order.isRemote else { return }
    state.withLock {
      $0.keeper = makeKeeper(hold: order.hold ?? 0)
      $0.publicKeys = order.publicKeys ?? []
    }
  }

  /// Holds the window; nil while there is none.
  var keeper: WindowKeeper? { state.withLock { $0.keeper } }

  /// Opens the door where somebody wants in already.
  ///
  /// - Throws: why the door cannot be made.
  func machineStands(_ site: Site) throws {
    try state.withLock { state in
      state.site = site
      if let keeper = state.keeper { try Self.open(keeper, site, state.publicKeys) }
    }
  }

  /// Obeys the wish for a window: at once in a build that runs, and in a machine that stands by.
  ///
  /// - Parameter publicKeys: what opens the door besides its password.
  func ask(publicKeys: [String]) {
    state.withLock { state in
      guard !state.isOver, state.keeper == nil else { return }
      state.publicKeys = publicKeys
      let keeper = makeKeeper(hold: 0)
      state.keeper = keeper
      if state.isBuildFinished {
        state.askedAt = now()
        state.standBy?.end(isAsked: true)
      } else if let site = state.site {
        do { try Self.open(keeper, site, state.publicKeys) } catch { Self.giveUp(keeper, error) }
      }
    }
  }

  /// Closes the window, or sends a machine away that stands by.
  func close(_ reason: AccessWindow.ClosedReason) {
    let (standBy, keeper) = state.withLock { state in
      // Only who closes by hand may change their mind.
      if reason != .closedByUser { state.isOver = true }
      return (state.standBy, state.keeper)
    }
    standBy?.end(isAsked: false)
    keeper?.close(reason)
  }

  func extend(seconds: TimeInterval) { keeper?.extend(seconds: seconds) }

  func buildFinished(at time: Date) {
    state.withLock { state in
      state.isBuildFinished = true
      state.keeper?.buildFinished(at: time)
    }
  }

  /// Lets a failed build's machine stand by until somebody asks for it or the time is over, and
  /// opens it to who asked.
  ///
  /// Nothing happens where there is a window already, or no machine that could be opened.
  func keep(until end: Date, freeze: MachineFreeze) async {
    let instant = ContinuousClock.now.advanced(by: .seconds(end.timeIntervalSince(now())))
    let standBy = state.withLock { state -> StandBy? in
      guard state.site != nil, state.keeper == nil, !state.isOver else { return nil }
      let standBy = StandBy(until: instant)
      state.standBy = standBy
      return standBy
    }
    guard let standBy else { return openToWhoAsked() }
    await freeze.stop()
    journal.report(.machineKept(until: end))
    if await standBy.isAsked() { await freeze.release() }
    openToWhoAsked()
  }

  /// Returns when nobody is inside and nobody can come in any more.
  func waitUntilClosed() async {
    let keeper = state.withLock { state in
      state.isOver = true
      // Asked for at the last moment, when there was nothing left to open.
      if state.askedAt != nil { state.keeper?.close(.neverOpened) }
      return state.keeper
    }
    await keeper?.waitUntilClosed()
  }

  private func openToWhoAsked() {
    state.withLock { state in
      guard let asked = state.askedAt, let keeper = state.keeper, let site = state.site else {
        return
      }
      state.askedAt = nil
      do { try Self.open(keeper, site, state.publicKeys, asked: asked) } catch {
        Self.giveUp(keeper, error)
      }
    }
  }

  private func makeKeeper(hold: TimeInterval) -> WindowKeeper {
    var policy = order.windowPolicy ?? WindowPolicy()
    if !order.outlastsTimeLimit { policy.buildLimitAt = buildLimitAt }
    return WindowKeeper(
      AccessWindow(grace: order.grace, hold: hold, policy: policy),
      longestExtension: order.longestExtension ?? .infinity, clock: .live(now: now)
    ) { [journal] in journal.report(.windowChanged($0)) }
  }

  private static func open(
    _ keeper: WindowKeeper, _ site: Site, _ publicKeys: [String], asked: Date? = nil
  ) throws {
    let door = try site.makeDoor(publicKeys)
    keeper.opened(door, askedAfterBuild: asked)
    site.doorOpened(door, keeper)
  }

  private static func giveUp(_ keeper: WindowKeeper, _ error: any Error) {
    WorkerProgram.complain("the door cannot be opened: \(error)")
    keeper.close(.neverOpened)
  }
}
