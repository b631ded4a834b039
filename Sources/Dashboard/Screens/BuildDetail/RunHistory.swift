package import BuildModel
import typealias Foundation.TimeInterval

/// How the runs of the same workflow went up to a build: what a person would rather look at than
/// read.
package struct RunHistory: Sendable, Equatable {
  /// The oldest first; the last may be the build itself.
  package let runs: [Build]

  /// Fewer than these tell nothing.
  private static let fewest = 4
  private static let most = 20
  /// How far back in the list is looked: at each key, so not through all of it.
  private static let reach = 300

  /// Nil where there are too few runs that have ended.
  package init?(upTo build: Build, in shelf: BuildShelf) {
    let found = Self.places(upTo: build, in: shelf, most: Self.most)
    guard found.count >= Self.fewest else { return nil }
    runs = found.reversed().map { shelf.builds[$0] }
  }

  /// Whether there are enough runs to show: asked more often than they are.
  static func isTelling(upTo build: Build, in shelf: BuildShelf) -> Bool {
    places(upTo: build, in: shelf, most: fewest).count == fewest
  }

  /// Where in the list the newest runs that count stand, the newest first.
  ///
  /// Builds are large: they are looked at where they lie, not copied.
  private static func places(upTo build: Build, in shelf: BuildShelf, most: Int) -> [Int] {
    guard let place = shelf.index(of: build.slug) else { return [] }
    return shelf.builds.withUnsafeBufferPointer { builds in
      var found: [Int] = []
      for index in place..<min(builds.count, place + reach) where found.count < most {
        guard builds[index].workflow == build.workflow, builds[index].app == build.app,
          builds[index].startedAt != nil, builds[index].finishedAt != nil
        else { continue }
        found.append(index)
      }
      return found
    }
  }

  /// Seconds that a run took; nil where it never began or has not ended.
  private static func time(of run: Build) -> TimeInterval? {
    guard let start = run.startedAt, let end = run.finishedAt else { return nil }
    return max(0, end.timeIntervalSince(start))
  }

  /// A bar for each run: as high as it took long, in the colour of how it ended.
  package func bars(_ glyphs: GlyphSet) -> [BuildDetail.Piece] {
    let times = runs.map { Self.time(of: $0) ?? 0 }
    let longest = max(times.max() ?? 0, 0.001)
    let levels = glyphs.levels
    return zip(runs, times).map { run, time in
      let level = Int((time / longest * Double(levels.count - 1)).rounded())
      return BuildDetail.Piece(levels[level], glyphs.look(of: run.status).role)
    }
  }

  /// How many passed, and how long those usually took.
  package var words: String {
    let passed = runs.filter { $0.status == .success }
    let share = "\(passed.count) of \(runs.count) passed"
    let times = passed.compactMap(Self.time).sorted()
    guard !times.isEmpty else { return share }
    return "\(share), usually in \(TimeWords.duration(times[times.count / 2], tenths: true))"
  }
}
