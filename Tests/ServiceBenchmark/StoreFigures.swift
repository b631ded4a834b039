import BuildDatabase
import BuildModel
import Foundation
import GRDB

/// How long the store takes for lists and for one build.
struct StoreFigures {
  private static let rounds = 200

  let store: BuildStore
  let file: URL
  let team: SampleTeam

  func print() async throws {
    let start = ContinuousClock.now
    try await store.prepareLists()
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    Swift.print("index read into memory in \(took.rounded(to: 0)) ms")
    let peer = try FullScan(file: file)
    let one = try await latencies { try await peer.selectOne() }
    Swift.print(row("list", "first", "p50 ms", "p99 ms", "builds", "full scan ms", "faster"))
    for question in questions {
      try await print(question, peer)
    }
    let newest = try await store.builds(BuildFilter(), page: PageRequest(limit: 50)).items
    let shown = try await latencies { round in
      _ = try await store.build(newest[round % newest.count].build.slug)
    }
    Swift.print(row("show", "", shown.p50, shown.p99, "1", "", ""))
    Swift.print(row("SELECT 1 through GRDB", "", one.p50, one.p99, "", "", ""))
  }

  private func print(_ question: Question, _ peer: FullScan) async throws {
    let page = PageRequest(limit: 50, next: try await question.next(store))
    var total = 0
    let first = try await latencies(rounds: 1) { _ in
      total = try await store.builds(question.filter, page: page).total
    }
    let later = try await latencies { _ in
      _ = try await store.builds(question.filter, page: page)
    }
    let clock = ContinuousClock.now
    let counted = try await peer.page(question.filter)
    let scan = (ContinuousClock.now - clock) / .milliseconds(1)
    guard counted == total else {
      throw WrongTotal(list: question.name, total: total, counted: counted)
    }
    Swift.print(
      row(
        question.name, first.p50, later.p50, later.p99, String(total), scan.rounded(to: 0),
        (scan / later.p50Milliseconds).rounded(to: 0) + "x"))
  }

  private func latencies(
    rounds: Int = rounds, _ work: (Int) async throws -> Void
  ) async rethrows -> Latencies {
    var latencies = Latencies()
    for round in 0..<rounds {
      let start = ContinuousClock.now
      try await work(round)
      latencies.add(ContinuousClock.now - start)
    }
    return latencies
  }

  private func latencies(_ work: () async throws -> Void) async rethrows -> Latencies {
    try await latencies { _ in try await work() }
  }

  private func row(_ cells: String...) -> String {
    let widths = [44, 9, 9, 9, 10, 14, 8]
    return zip(cells, widths).map { cell, width in
      width == 44
        ? cell.padding(toLength: width, withPad: " ", startingAt: 0)
        : String(repeating: " ", count: max(0, width - cell.count)) + cell
    }.joined()
  }
}

/// The list and the plain query do not agree.
struct WrongTotal: Error {
  var list: String
  var total: Int
  var counted: Int
}

/// What was measured, in order.
struct Latencies {
  private var sorted: [Double] = []

  mutating func add(_ duration: Duration) {
    let value = duration / .milliseconds(1)
    let place = sorted.firstIndex { $0 > value } ?? sorted.count
    sorted.insert(value, at: place)
  }

  init() {}

  init(_ milliseconds: [Double]) { sorted = milliseconds.sorted() }

  private func part(_ share: Double) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var p50Milliseconds: Double { part(0.5) }
  var p50: String { part(0.5).rounded(to: 2) }
  var p99: String { part(0.99).rounded(to: 2) }
  var most: String { part(1).rounded(to: 2) }
}
