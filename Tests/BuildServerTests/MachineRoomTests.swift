import BuildModel
import Testing

@testable import BuildServer

/// Memory that machines have together.
struct MachineRoomTests {
  private let a = BuildSlug(rawValue: "a")
  private let b = BuildSlug(rawValue: "b")
  private let c = BuildSlug(rawValue: "c")

  @Test func `builds wait while too little is left, but never the only one`() {
    var room = MachineRoom(total: 100, mostKept: 5)
    #expect(room.admits(200))
    room.add(a, 60)
    #expect(room.admits(40) && !room.admits(41))
    // Machines without a limit are counted by slots alone.
    #expect(room.admits(0))
    room.remove(a)
    #expect(room.admits(41))
  }

  @Test func `without a total only slots count`() {
    var room = MachineRoom(total: nil, mostKept: 5)
    room.add(a, .max / 2)
    #expect(room.admits(.max / 2))
    #expect(room.makeRoom(for: 10) == [])
  }

  @Test func `those that stand by go in the order they came, and no more than are needed`() {
    var room = MachineRoom(total: 100, mostKept: 5)
    for build in [a, b, c] {
      room.add(build, 30)
      room.isKept(build)
    }
    #expect(room.makeRoom(for: 40) == [a])
    // On its way already.
    #expect(room.makeRoom(for: 40) == [])
    #expect(room.makeRoom(for: 70) == [b])
    room.remove(a)
    room.remove(b)
    #expect(room.admits(70))
    #expect(room.kept == [c])
  }

  @Test func `none goes in vain, and none that somebody has asked for`() {
    var room = MachineRoom(total: 100, mostKept: 5)
    room.add(a, 50)
    room.isKept(a)
    room.add(b, 50)
    #expect(room.makeRoom(for: 60) == [])
    #expect(room.kept == [a])
    room.noLongerKept(a)
    #expect(room.makeRoom(for: 40) == [])
  }

  @Test func `the oldest go where too many stand by`() {
    var room = MachineRoom(total: nil, mostKept: 2)
    for build in [a, b, c, a] { room.isKept(build) }
    #expect(room.makeRoomForKept() == [a])
    #expect(room.makeRoomForKept() == [])
    #expect(room.sendOldestAway() == [b])
    #expect(room.sendOldestAway() == [c])
    #expect(room.sendOldestAway() == [])
    var none = MachineRoom(total: nil, mostKept: 0)
    none.isKept(a)
    #expect(none.makeRoomForKept() == [a])
  }
}
