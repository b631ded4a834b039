import BuildModel
import Foundation
import Testing

@Suite struct AccessWindowTests {
  private static let start = Date(timeIntervalSince1970: 1_000_000)
  private static func at(_ seconds: TimeInterval) -> Date { start + seconds }

  private func window(_ events: [AccessWindow.Event]) -> AccessWindow {
    var window = AccessWindow(grace: 600)
    for event in events { window.apply(event) }
    return window
  }

  @Test func `a window begins closed to everybody and with no deadline`() {
    let window = AccessWindow(grace: 600)
    #expect(window.state == .opening)
    #expect(!window.admits && !window.isClosed && window.deadline == nil)
  }

  @Test func `it is open while the build runs`() {
    let window = window([.doorOpened(at: Self.at(1))])
    #expect(window.state == .open && window.admits)
    #expect(window.openedAt == Self.at(1) && window.deadline == nil)
  }

  @Test func `it closes the grace after the build has finished, to the second`() {
    var window = window([.doorOpened(at: Self.at(1)), .buildFinished(at: Self.at(10))])
    #expect(window.state == .closing(deadline: Self.at(610)) && window.admits)
    window.apply(.timePassed(now: Self.at(609.999)))
    #expect(window.admits)
    window.apply(.timePassed(now: Self.at(610)))
    #expect(window.state == .closed(.graceOver, at: Self.at(610)))
  }

  @Test func `a late look tells the deadline as the end, not the look`() {
    let window = window([
      .doorOpened(at: Self.at(1)), .buildFinished(at: Self.at(10)),
      .timePassed(now: Self.at(9000)),
    ])
    #expect(window.state == .closed(.graceOver, at: Self.at(610)))
  }

  @Test(arguments: [
    [
      AccessWindow.Event.extended(seconds: 60, at: at(0)), .doorOpened(at: at(1)),
      .buildFinished(at: at(10)),
    ],
    [.doorOpened(at: at(1)), .extended(seconds: 60, at: at(5)), .buildFinished(at: at(10))],
    [.doorOpened(at: at(1)), .buildFinished(at: at(10)), .extended(seconds: 60, at: at(20))],
    [
      .doorOpened(at: at(1)), .extended(seconds: 30, at: at(5)), .buildFinished(at: at(10)),
      .extended(seconds: 30, at: at(20)),
    ],
  ])
  func `added time counts whenever it was added`(events: [AccessWindow.Event]) {
    let window = window(events)
    #expect(window.state == .closing(deadline: Self.at(670)))
    #expect(window.extra == 60)
  }

  @Test func `a build that ends before the door opens never lets anybody in`() {
    #expect(
      window([.buildFinished(at: Self.at(3)), .doorOpened(at: Self.at(4))]).state
        == .closed(.neverOpened, at: Self.at(3)))
  }

  @Test func `time does not close a window whose build runs`() {
    #expect(window([.doorOpened(at: Self.at(1)), .timePassed(now: .distantFuture)]).state == .open)
    #expect(window([.timePassed(now: .distantFuture)]).state == .opening)
  }

  @Test func `the first deadline stands when a build is said to finish twice`() {
    let events: [AccessWindow.Event] = [
      .doorOpened(at: Self.at(1)), .buildFinished(at: Self.at(10)), .buildFinished(at: Self.at(50)),
      .doorOpened(at: Self.at(60)),
    ]
    #expect(window(events).state == .closing(deadline: Self.at(610)))
    #expect(window(events).openedAt == Self.at(1))
  }

  @Test(arguments: AccessWindow.ClosedReason.allCases)
  func `it can be closed at any moment, and keeps its first reason`(
    reason: AccessWindow.ClosedReason
  ) {
    let beginnings: [[AccessWindow.Event]] = [
      [], [.doorOpened(at: Self.at(1))],
      [.doorOpened(at: Self.at(1)), .buildFinished(at: Self.at(10))],
    ]
    for beginning in beginnings {
      let closed = window(beginning + [.closeAsked(reason, at: Self.at(20))])
      #expect(closed.state == .closed(reason, at: Self.at(20)))
      #expect(closed.isClosed && !closed.admits && closed.deadline == nil)
    }
  }

  @Test func `over every order of events, a closed window stays closed as it is`() {
    let events: [AccessWindow.Event] = [
      .doorOpened(at: Self.at(1)), .buildFinished(at: Self.at(10)),
      .extended(seconds: 60, at: Self.at(15)), .closeAsked(.closedByUser, at: Self.at(20)),
      .timePassed(now: Self.at(5000)),
    ]
    var seen = 0
    for order in permutations(events) {
      var window = AccessWindow(grace: 600)
      var end: AccessWindow?
      for event in order {
        window.apply(event)
        if let end { #expect(window == end) }
        if window.isClosed { end = end ?? window }
        #expect(!(window.isClosed && window.admits))
      }
      #expect(window.isClosed)
      seen += 1
    }
    #expect(seen == 120)
  }

  @Test func `a hold comes before the grace and counts as added time`() {
    var window = AccessWindow(grace: 600, hold: 1800)
    #expect(window.extra == 1800)
    window.apply(.doorOpened(at: Self.at(1)))
    window.apply(.buildFinished(at: Self.at(10)))
    #expect(window.state == .closing(deadline: Self.at(2410)))
  }

  @Test func `a kept machine's window closes the grace after it was asked for`() {
    let window = window([.keptDoorOpened(at: Self.at(102), asked: Self.at(100))])
    #expect(window.state == .closing(deadline: Self.at(700)) && window.admits)
    #expect(window.openedAt == Self.at(102))
  }

  @Test func `it survives being written down`() throws {
    let before = window([.doorOpened(at: Self.at(1)), .buildFinished(at: Self.at(10))])
    let after = try JSONDecoder().decode(
      AccessWindow.self, from: JSONEncoder().encode(before))
    #expect(after == before)
  }

  private func permutations(_ events: [AccessWindow.Event]) -> [[AccessWindow.Event]] {
    guard !events.isEmpty else { return [[]] }
    return events.indices.flatMap { index in
      var rest = events
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }
}
