import BuildModel
import Foundation
import Testing

@testable import Dashboard

/// The row of bars for what a workflow did lately.
struct RunHistoryTests {
  /// The newest first, as lists are: how each ended, and the seconds it took.
  private func shelf(_ runs: [(BuildStatus, TimeInterval)], workflow: String = "test") -> BuildShelf
  {
    var shelf = BuildShelf()
    shelf.setNewest(
      runs.enumerated().map { offset, run in
        var build = Scenes.build(
          100 - offset, run.0, workflow: workflow, minutesAgo: Double(offset))
        if run.0.isFinished { build.finishedAt = build.startedAt?.addingTimeInterval(run.1) }
        return build
      }, next: nil)
    return shelf
  }

  private func history(_ shelf: BuildShelf, from place: Int = 0) -> RunHistory? {
    RunHistory(upTo: shelf.builds[place], in: shelf)
  }

  @Test func `bars are as high as runs were long, the newest last`() throws {
    let shelf = shelf([(.failed, 70), (.success, 10), (.aborted, 35), (.success, 0)])
    let history = try #require(self.history(shelf))
    #expect(history.bars(.unicode).map(\.text).joined() == "\u{2581}\u{2585}\u{2582}\u{2588}")
    #expect(history.bars(.unicode).map(\.role) == [.success, .aborted, .success, .failed])
    #expect(history.bars(.ascii).map(\.text).joined() == "_+.#")
    #expect(history.words == "2 of 4 passed, usually in 10s")
  }

  @Test func `what has not ended, other workflows and newer runs do not count`() throws {
    let runs = Array(repeating: (BuildStatus.success, 5.0), count: 5)
    #expect(history(shelf([(.running, 0)] + runs))?.runs.count == 5)
    #expect(history(shelf(runs), from: 1)?.runs.count == 4)
    var other = shelf(runs).builds[2]
    other.workflow = "deploy"
    var mixed = shelf(runs)
    mixed.insert(other)
    #expect(history(mixed)?.runs.count == 4)
  }

  @Test func `too few tell nothing, and many are the last twenty`() {
    #expect(history(shelf(Array(repeating: (.success, 5), count: 3))) == nil)
    #expect(history(shelf(Array(repeating: (.failed, 5), count: 40)))?.runs.count == 20)
    #expect(
      history(shelf(Array(repeating: (.failed, 5), count: 40)))?.words == "0 of 20 passed")
  }

  @Test func `the summary's rows are counted with it`() {
    var state = Scenes.state()
    _ = Dashboard.update(
      &state, .buildsLoaded(shelf(Array(repeating: (.success, 5), count: 6)).builds))
    let rows = BuildDetail.summary(state, columns: 60)
    #expect(rows.last?.map(\.text).joined().hasSuffix("6 of 6 passed, usually in 5.0s") == true)
    #expect(rows.count == BuildDetail.summaryRows(state, columns: 60))
  }
}
