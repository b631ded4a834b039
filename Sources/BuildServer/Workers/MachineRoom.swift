import BuildModel

/// How much of the memory that machines may have in all is promised to those that stand.
///
/// A machine counts with the memory that its stack allows it, from its build's start until it is
/// gone: while its window is open or it stands by, too. One of a stack without a limit counts as
/// nothing.
struct MachineRoom: Sendable {
  /// Bytes; nil: only slots count.
  let total: Int?
  /// How many machines may stand by after a failure.
  let mostKept: Int
  private var promised: [BuildSlug: Int] = [:]
  /// Those that stand by, the one that has for longest first.
  private(set) var kept: [BuildSlug] = []
  /// Those that stood by and were sent away, but are not gone yet.
  private var leaving: Set<BuildSlug> = []

  init(total: Int?, mostKept: Int) {
    self.total = total
    self.mostKept = mostKept
  }

  /// Whether a machine that may have so much can be added; the only one there is always can.
  func admits(_ memory: Int) -> Bool { lack(for: memory) <= 0 || promised.isEmpty }

  mutating func add(_ build: BuildSlug, _ memory: Int) { promised[build] = memory }

  mutating func remove(_ build: BuildSlug) {
    promised[build] = nil
    leaving.remove(build)
    noLongerKept(build)
  }

  mutating func isKept(_ build: BuildSlug) {
    if !kept.contains(build) { kept.append(build) }
  }

  /// Somebody has asked for it, or it has been sent away.
  mutating func noLongerKept(_ build: BuildSlug) { kept.removeAll { $0 == build } }

  /// Those that stand by and have to go, so that a machine which may have so much can be added.
  ///
  /// None where all of them would not be enough; from then on they count as gone.
  mutating func makeRoom(for memory: Int) -> [BuildSlug] {
    var lack = lack(for: memory) - leaving.reduce(0) { $0 + (promised[$1] ?? 0) }
    var going: [BuildSlug] = []
    for build in kept where lack > 0 {
      going.append(build)
      lack -= promised[build] ?? 0
    }
    return lack > 0 ? [] : send(going.filter { (promised[$0] ?? 0) > 0 })
  }

  /// Those that have stood by for longest where there are too many of them.
  mutating func makeRoomForKept() -> [BuildSlug] { send(kept.dropLast(mostKept)) }

  /// The one that has stood by for longest, if there is one.
  mutating func sendOldestAway() -> [BuildSlug] { send(kept.prefix(1)) }

  private mutating func send(_ builds: some Sequence<BuildSlug>) -> [BuildSlug] {
    let builds = Array(builds)
    leaving.formUnion(builds)
    kept.removeAll { builds.contains($0) }
    return builds
  }

  /// Bytes that are not there.
  private func lack(for memory: Int) -> Int {
    guard let total, memory > 0 else { return 0 }
    return promised.values.reduce(memory, +) - total
  }
}
