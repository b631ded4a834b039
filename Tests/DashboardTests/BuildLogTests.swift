import BuildModel
import Foundation
import Testing

@testable import Dashboard

struct BuildLogTests {
  private func chunk(_ position: Int, _ text: String) -> LogChunk {
    LogChunk(position: position, text: text, writtenAt: Scenes.start)
  }

  /// A hundred lines that say where they come from.
  private func chunks(_ positions: ClosedRange<Int>, width: Int = 100) -> [LogChunk] {
    positions.map { position in
      chunk(
        position,
        (0..<100).map { line in
          let name = "\(position).\(line)"
          return name + String(repeating: ".", count: width - name.count) + "\n"
        }.joined())
    }
  }

  private func page(_ positions: ClosedRange<Int>, last: Int? = nil) -> LogPage {
    LogPage(chunks: chunks(positions), held: positions, last: last)
  }

  /// Every line stands where it says it is from.
  private func isRight(_ log: BuildLog) -> Bool {
    (0..<log.text.count).allSatisfy { index in
      let place = log.text.place(at: index)
      return log.text.line(at: index).hasPrefix("\(place.chunk).\(place.line).")
        && log.text.index(of: place) == index
    }
  }

  @Test func `a growing log with its end in view holds its last part`() {
    var log = BuildLog()
    for position in 1...400 { log.append(chunks(position...position), isEndInView: true) }
    #expect(log.lastPosition == 400)
    #expect(log.held?.upperBound == 400)
    #expect(log.text.byteCount <= BuildLog.mostBytes)
    #expect(log.text.byteCount > BuildLog.mostBytes * 9 / 10)
    #expect(isRight(log))
  }

  @Test func `a growing log whose beginning is looked at keeps the beginning`() {
    var log = BuildLog()
    for position in 1...400 { log.append(chunks(position...position), isEndInView: false) }
    #expect(log.lastPosition == 400)
    #expect(log.held?.lowerBound == 1)
    #expect(log.text.byteCount < BuildLog.mostBytes + 20_000)
    #expect(isRight(log))
  }

  @Test func `a leap shows the new end where the end is looked at, and moves nothing elsewhere`() {
    var log = BuildLog()
    log.append(chunks(1...3), isEndInView: true)
    var other = log
    log.leap(to: page(900...905, last: 905), isEndInView: true)
    #expect(log.held == 901...905)
    #expect(isRight(log))
    other.leap(to: page(900...905, last: 905), isEndInView: false)
    #expect(other.held == 1...3)
    #expect(other.lastPosition == 905)
    other.append(chunks(906...906), isEndInView: false)
    #expect(other.held == 1...3)
  }

  @Test func `a chunk that came before is left out`() {
    var log = BuildLog()
    log.append(chunks(1...2), isEndInView: true)
    log.append(chunks(1...3), isEndInView: true)
    #expect(log.text.count == 300)
    #expect(log.lastPosition == 3)
  }

  @Test func `a log opens at its end, and the first chunk of the page only leads in`() {
    var log = BuildLog()
    log.put(page(900...1000, last: 1000))
    #expect(log.held == 901...1000)
    #expect(log.lastPosition == 1000)
    #expect(isRight(log))
    log.append(chunks(1001...1001), isEndInView: true)
    #expect(log.held == 901...1001)
    #expect(isRight(log))
  }

  @Test func `pages join at either end, and the far end goes`() {
    var log = BuildLog()
    log.put(page(500...600, last: 1000))
    log.put(page(420...500))
    #expect(log.held == 421...600)
    log.put(page(601...680))
    #expect(log.held?.upperBound == 680)
    #expect(log.text.byteCount <= BuildLog.mostBytes)
    log.put(page(380...(log.held?.lowerBound ?? 0) - 1))
    #expect(log.held?.lowerBound == 381)
    #expect(log.text.byteCount <= BuildLog.mostBytes)
    #expect(isRight(log))
  }

  @Test func `a page from elsewhere takes the place of what was held`() {
    var log = BuildLog()
    log.put(page(900...1000, last: 1000))
    log.put(page(1...50))
    #expect(log.held == 1...50)
    #expect(isRight(log))
    // Now what is written is not next to what is held.
    log.append(chunks(1001...1001), isEndInView: false)
    #expect(log.held == 1...50)
    #expect(log.lastPosition == 1001)
  }

  @Test func `the shelf lets the log go that was looked at the longest ago`() {
    var shelf = LogShelf()
    let builds = (1...5).map { BuildSlug(rawValue: "\($0)") }
    for build in builds.prefix(4) { shelf.take(build) }
    shelf.take(builds[0])
    shelf.take(builds[4])
    #expect(builds.map { shelf[$0] != nil } == [true, false, true, true, true])
    shelf.append([chunk(1, "late\n")], to: builds[1], isEndInView: true)
    #expect(shelf[builds[1]] == nil)
  }
}
