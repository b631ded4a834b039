import BuildModel
import Foundation
import Testing

@Suite struct TallyTests {
  private static let start = Date(timeIntervalSince1970: 1_800_000_000)
  private var tally = Tally<String, Int>(pause: 60, capacity: 2)

  @Test mutating func `the first time is told at once, the next after the pause with their count`()
  {
    #expect(tally.count("a", 1, at: Self.start) == 1)
    #expect(tally.count("a", 2, at: Self.start + 1) == nil)
    #expect(tally.count("a", 3, at: Self.start + 59) == nil)
    #expect(tally.count("a", 4, at: Self.start + 60) == 3)
    #expect(tally.count("a", 5, at: Self.start + 61) == nil)
  }

  @Test mutating func `different things do not wait for each other`() {
    #expect(tally.count("a", 1, at: Self.start) == 1)
    #expect(tally.count("b", 1, at: Self.start + 1) == 1)
  }

  @Test mutating func `what was held back is told when its time has come, with the latest`() {
    _ = tally.count("a", 1, at: Self.start)
    _ = tally.count("a", 2, at: Self.start + 1)
    _ = tally.count("a", 3, at: Self.start + 2)
    #expect(tally.due(at: Self.start + 59).isEmpty)
    let due = tally.due(at: Self.start + 60)
    #expect(due.map(\.thing) == [3])
    #expect(due.map(\.count) == [2])
    #expect(tally.due(at: Self.start + 200).isEmpty)
  }

  @Test mutating func `what has stopped is forgotten and makes room`() {
    _ = tally.count("a", 1, at: Self.start)
    _ = tally.count("b", 1, at: Self.start)
    #expect(!tally.hasRoom(for: "c"))
    #expect(tally.hasRoom(for: "a"))
    _ = tally.due(at: Self.start + 60)
    #expect(tally.hasRoom(for: "c"))
  }

  @Test mutating func `at the end nothing is left out`() {
    _ = tally.count("a", 1, at: Self.start)
    _ = tally.count("a", 2, at: Self.start)
    _ = tally.count("b", 3, at: Self.start)
    #expect(tally.rest().map(\.count) == [1])
    #expect(tally.rest().isEmpty)
  }

  @Test mutating func `a clock that is set back silences nothing`() {
    _ = tally.count("a", 1, at: Self.start)
    #expect(tally.count("a", 2, at: Self.start - 3600) == 1)
  }
}
