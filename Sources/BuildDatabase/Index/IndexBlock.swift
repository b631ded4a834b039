/// What the index knows of the builds of 4096 ids, a column for each fact.
struct IndexBlock: Sendable {
  static var size: Int { IdBlocks<IndexBlock>.size }
  static var wordCount: Int { IdBlocks<IndexBlock>.wordCount }
  /// A block without builds; all such share one memory until a build comes.
  static let empty = IndexBlock()

  /// The number of each build's group; 0 where there is no build.
  private(set) var groups = [UInt32](repeating: 0, count: size)
  private(set) var branches = [UInt32](repeating: 0, count: size)
  private(set) var pullRequests = [UInt32](repeating: 0, count: size)
  private(set) var times = [Double](repeating: 0, count: size)
  /// No build of the block was triggered before, or after.
  private(set) var earliest = Double.infinity
  private(set) var latest = -Double.infinity

  private init() {}

  mutating func put(
    at place: Int, group: UInt32, branch: UInt32, pullRequest: UInt32, time: Double
  ) {
    groups[place] = group
    branches[place] = branch
    pullRequests[place] = pullRequest
    times[place] = time
    earliest = min(earliest, time)
    latest = max(latest, time)
  }

  mutating func remove(at place: Int) { groups[place] = 0 }
}
