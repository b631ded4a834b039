import BuildMachine
import BuildModel
import Foundation
import Synchronization
import Testing

@testable import airlock_worker

/// What a keeper tells those inside, by clocks that the test turns.
@Suite struct WindowKeeperTests {
  private let hands = TurnedClock()
  private let door = WrittenDoor()

  private func keeper(
    grace: TimeInterval = 600, policy: WindowPolicy? = nil
  ) -> WindowKeeper {
    let keeper = WindowKeeper(
      AccessWindow(grace: grace, policy: policy), longestExtension: 86400, clock: hands.clock,
      onChange: { _ in })
    keeper.opened(door)
    return keeper
  }

  @Test func `those inside are warned at five, two and one minutes`() {
    let keeper = keeper()
    keeper.buildFinished(at: hands.now)
    #expect(door.lines().map(Self.left) == ["10:00"])
    hands.turn(by: 299)
    #expect(door.lines().isEmpty)
    hands.turn(by: 1)
    #expect(door.lines().map(Self.left) == ["5:00"])
    hands.turn(by: 180)
    hands.turn(by: 60)
    #expect(door.lines().map(Self.left) == ["2:00", "1:00"])
    #expect(!door.isClosed)
    hands.turn(by: 60)
    #expect(door.isClosed && keeper.window.isClosed)
  }

  @Test func `more time is told, and warned of anew`() {
    let keeper = keeper()
    keeper.buildFinished(at: hands.now)
    hands.turn(by: 300)
    _ = door.lines()
    keeper.extend(seconds: 600)
    #expect(door.lines().map(Self.left) == ["15:00"])
    hands.turn(by: 300)
    #expect(door.lines().isEmpty)
    hands.turn(by: 300)
    #expect(door.lines().map(Self.left) == ["5:00"])
  }

  @Test(arguments: [-86400, 86400] as [TimeInterval])
  func `a wall clock that is set moves no deadline`(jump: TimeInterval) {
    let keeper = keeper()
    keeper.buildFinished(at: hands.now)
    hands.setWallClock(by: jump)
    hands.turn(by: 300)
    keeper.extend(seconds: 60)
    hands.turn(by: 359)
    #expect(!door.isClosed)
    hands.turn(by: 1)
    #expect(door.isClosed)
  }

  @Test func `somebody inside keeps the door open where the service lets them`() {
    let keeper = keeper(policy: WindowPolicy(stayLimit: 60))
    keeper.buildFinished(at: hands.now)
    keeper.occupied(by: 1)
    hands.turn(by: 630)
    #expect(!door.isClosed)
    keeper.occupied(by: 0)
    #expect(door.isClosed)
  }

  /// What a line says of the time that is left.
  private static func left(_ line: String) -> String {
    line.firstMatch(of: #/in ([0-9:]+)\./#).map { String($0.1) } ?? line
  }
}

/// A wall clock and a steady one with alarms, which go on when they are turned.
private final class TurnedClock: Sendable {
  private struct State {
    var now = Date(timeIntervalSince1970: 1_700_000_000)
    var instant = ContinuousClock.now
    var alarms: [Int: (at: ContinuousClock.Instant, ring: @Sendable () -> Void)] = [:]
    var lastAlarm = 0
  }

  private struct Alarm: WorkerAlarm {
    let end: @Sendable () -> Void
    func cancel() { end() }
  }

  private let state = Mutex(State())

  var now: Date { state.withLock { $0.now } }

  var clock: WorkerClock {
    WorkerClock(
      now: { self.now }, instant: { self.state.withLock { $0.instant } },
      alarm: { instant, ring in
        let number = self.state.withLock { state in
          state.lastAlarm += 1
          state.alarms[state.lastAlarm] = (instant, ring)
          return state.lastAlarm
        }
        return Alarm { self.state.withLock { $0.alarms[number] = nil } }
      })
  }

  func setWallClock(by seconds: TimeInterval) { state.withLock { $0.now += seconds } }

  /// Lets time pass and rings whatever alarm is due.
  func turn(by seconds: TimeInterval) {
    state.withLock { state in
      state.now += seconds
      state.instant += .seconds(seconds)
    }
    while let ring = nextRing() { ring() }
  }

  private func nextRing() -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard let due = state.alarms.first(where: { $0.value.at <= state.instant }) else {
        return nil
      }
      state.alarms[due.key] = nil
      return due.value.ring
    }
  }
}

/// A door that writes down what it is told; the real one is tried in BuildMachineTests.
private final class WrittenDoor: MachineDoor {
  private let written = Mutex<(lines: [String], isClosed: Bool)>(([], false))

  let credentials = SSHCredentials(
    host: "", port: 0, username: "", password: nil, hostKey: nil, hostKeyFingerprint: nil)
  var screen: ScreenShareCredentials? { nil }
  let connectionCounts = AsyncStream<Int> { $0.finish() }
  let visits = AsyncStream<DoorVisit> { $0.finish() }
  var isClosed: Bool { written.withLock { $0.isClosed } }

  func setEnvironment(_ environment: [String: String]) {}
  func announce(_ text: String) { written.withLock { $0.lines.append(text) } }
  func close() { written.withLock { $0.isClosed = true } }

  /// What was announced since the last call.
  func lines() -> [String] {
    written.withLock { written in
      defer { written.lines = [] }
      return written.lines
    }
  }
}
