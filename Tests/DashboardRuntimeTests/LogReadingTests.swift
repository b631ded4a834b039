import BuildModel
import Dashboard
import Synchronization
import TextSearch
import Testing

@testable import DashboardRuntime

struct LogReadingTests {
  /// A service with a log of so many chunks that answers a few at a time.
  private final class Shelf: Sendable {
    let count: Int
    let few: Int
    let isOver: Bool
    let asked = Mutex<[Int]>([])

    init(_ count: Int, few: Int = 10, isOver: Bool = true) {
      self.count = count
      self.few = few
      self.isOver = isOver
    }

    var reading: LogReading {
      LogReading { [self] after in
        asked.withLock { $0.append(after) }
        let positions = after < count ? Array((after + 1)...min(count, after + few)) : []
        return LogAnswer(
          chunks: positions.map {
            LogChunk(position: $0, text: "line \($0)\n", writtenAt: StoreHarness.start)
          }, isWhole: isOver && after + few >= count)
      }
    }
  }

  @Test(arguments: [0, 1, 9, 10, 11, 30, 31, 100, 1000, 123_456], [true, false])
  func `the end of a log is found, however long it is`(count: Int, isOver: Bool) async throws {
    let shelf = Shelf(count, isOver: isOver)
    let page = try await shelf.reading.end()
    #expect(page.last == count)
    #expect(page.chunks.last?.position == (count == 0 ? nil : count))
    #expect(page.held == page.chunks.first.map { $0.position...count })
    let positions = page.chunks.map(\.position)
    #expect(positions == Array((positions.first ?? 1)..<(positions.first ?? 1) + positions.count))
    #expect(shelf.asked.withLock(\.count) < 45)
  }

  @Test func `a short log that is over takes one question`() async throws {
    let shelf = Shelf(7)
    #expect(try await shelf.reading.end().chunks.count == 7)
    #expect(shelf.asked.withLock { $0 } == [0])
  }

  @Test func `the end is found from a place that is known, without what lies before`() async throws
  {
    let shelf = Shelf(123_456)
    let page = try await shelf.reading.end(after: 100_000)
    #expect(page.last == 123_456)
    #expect(shelf.asked.withLock { $0.min() } == 100_000)
    #expect(try await Shelf(100).reading.end(after: 100).last == 100)
  }

  @Test func `a page holds what was asked for, and no more`() async throws {
    let page = try await Shelf(100).reading.page(15...37)
    #expect(page.chunks.map(\.position) == Array(15...37))
    #expect(page.held == 15...37)
    #expect(try await Shelf(100).reading.page(95...120).chunks.count == 6)
    #expect(try await Shelf(100).reading.page(150...160).held == nil)
  }

  @Test func `a search tells what it finds, part by part`() async throws {
    let told = Mutex<[LogFindings]>([])
    try await Shelf(100).reading.search(
      LogQuery(try Pattern("7$")), in: [50...70, 1...20]
    ) { findings in told.withLock { $0.append(findings) } }
    let all = told.withLock { $0 }
    #expect(all.flatMap(\.places).map(\.chunk) == [57, 67, 7, 17])
    #expect(all.filter { $0.part == 50 }.map(\.through).max() == 70)
    #expect(all.filter { $0.part == 1 }.map(\.through).max() == 20)
    #expect(all.map(\.isLast) == Array(repeating: false, count: all.count - 1) + [true])
  }
}
