import BuildModel

/// Words that stand in many builds, kept in memory once.
///
/// Each answer of a service brings its own copy of every word; with ten thousand builds those of
/// apps, branches and people are a tenth of all memory.
struct SharedWords: Sendable, Equatable {
  private var words: Set<String> = []

  /// The same build with the copies of its words that are here already.
  mutating func sharing(_ build: Build) -> Build {
    var build = build
    build.app = AppSlug(rawValue: shared(build.app.rawValue))
    build.appTitle = shared(build.appTitle)
    build.workflow = shared(build.workflow)
    build.branch = build.branch.map { shared($0) }
    build.triggeredBy = build.triggeredBy.map { shared($0) }
    return build
  }

  private mutating func shared(_ word: String) -> String {
    words.insert(word).memberAfterInsert
  }
}
