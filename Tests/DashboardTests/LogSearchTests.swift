import TextSearch
import Testing

@testable import Dashboard

struct LogSearchTests {
  /// A search over chunks 1 to 100 that began in the middle.
  private func search(
    origin: Int = 50, range: ClosedRange<Int> = 1...100
  ) throws -> LogSearch {
    LogSearch(
      LogQuery(try Pattern("x")), in: range, from: LogPlace(chunk: origin), wish: nil)
  }

  private func findings(_ chunks: [Int], part: Int, through: Int, isLast: Bool = false)
    -> LogFindings
  {
    LogFindings(
      places: chunks.map { LogPlace(chunk: $0) }, part: part, through: through, isLast: isLast)
  }

  @Test func `it looks ahead first, and then from the beginning`() throws {
    var search = try search()
    #expect(search.send(upTo: 100) == [50...100, 1...49])
    #expect(search.isRunning)
    var atStart = try self.search(origin: 1)
    #expect(atStart.send(upTo: 100) == [1...100])
  }

  @Test func `the next match is known before all are`() throws {
    var search = try search()
    _ = search.send(upTo: 100)
    #expect(search.answer(.first) == .notYet)
    search.take(findings([60, 70], part: 50, through: 75))
    #expect(search.answer(.first) == .found(LogPlace(chunk: 60), isAround: false))
    search.current = LogPlace(chunk: 70)
    #expect(search.answer(.next) == .notYet)
    #expect(search.answer(.previous) == .found(LogPlace(chunk: 60), isAround: false))
    search.current = LogPlace(chunk: 60)
    #expect(search.answer(.previous) == .notYet)
    #expect(search.ordinal == nil)
  }

  @Test func `at the ends it goes round, and the count is told`() throws {
    var search = try search()
    _ = search.send(upTo: 100)
    search.take(findings([60, 70], part: 50, through: 100))
    search.take(findings([10], part: 1, through: 30))
    search.current = LogPlace(chunk: 70)
    #expect(search.answer(.next) == .found(LogPlace(chunk: 10), isAround: true))
    #expect(!search.isComplete)
    search.take(findings([], part: 1, through: 49, isLast: true))
    #expect(search.isComplete)
    search.current = LogPlace(chunk: 10)
    #expect(search.answer(.previous) == .found(LogPlace(chunk: 70), isAround: true))
    #expect(search.ordinal == 1)
    #expect(search.answer(.next) == .found(LogPlace(chunk: 60), isAround: false))
    #expect(search.count == 3)
  }

  @Test func `before the origin a match counts only when what lies between has been seen`() throws {
    var search = try search()
    _ = search.send(upTo: 100)
    search.take(findings([60], part: 50, through: 100))
    search.take(findings([10], part: 1, through: 20))
    search.current = LogPlace(chunk: 10)
    #expect(search.answer(.next) == .notYet)
    search.take(findings([], part: 1, through: 49))
    #expect(search.answer(.next) == .found(LogPlace(chunk: 60), isAround: false))
  }

  @Test func `nothing is found only when everything has been seen`() throws {
    var search = try search()
    _ = search.send(upTo: 100)
    search.take(findings([], part: 50, through: 100))
    #expect(search.answer(.first) == .notYet)
    search.take(findings([], part: 1, through: 49, isLast: true))
    #expect(search.answer(.first) == .nowhere)
  }

  @Test func `a log that grows is looked at further, the open line again`() throws {
    var search = try search(origin: 1, range: 1...Int.max)
    #expect(search.send(upTo: 10) == [1...10])
    search.take(
      LogFindings(
        places: [LogPlace(chunk: 9)], part: 1, through: 10, resume: 9, isLast: true))
    #expect(search.isComplete)
    #expect(search.send(upTo: 12) == [9...12])
    search.take(findings([9, 12], part: 9, through: 12, isLast: true))
    #expect(search.count == 2)
    search.setEnd(12)
    #expect(search.isComplete)
    #expect(search.send(upTo: 12) == [])
    #expect(!search.isRunning)
  }

  @Test func `places beyond the most are only counted`() throws {
    var search = try search(origin: 1)
    _ = search.send(upTo: 100)
    let places = (0..<LogSearch.mostPlaces + 5).map { LogPlace(chunk: 1, line: $0) }
    search.take(LogFindings(places: places, part: 1, through: 100, isLast: true))
    #expect(search.places.count == LogSearch.mostPlaces)
    #expect(search.count == LogSearch.mostPlaces + 5)
  }
}
