package import BuildModel

/// How the list is to be arranged.
package struct Arrangement: Sendable, Equatable {
  package enum Sort: String, Sendable, CaseIterable {
    case age, status, app, workflow, branch, duration
  }

  package enum Grouping: String, Sendable, CaseIterable { case none, app, branch }

  package var filter: BuildFilter?
  package var sort = Sort.age
  package var isReversed = false
  package var grouping = Grouping.none
  /// Builds that stand before all others.
  package var pinned: Set<BuildSlug> = []
  /// Builds that the person has started while a filter was on: until it is taken off they are
  /// shown, whether it lets them in or not.
  package var started: Set<BuildSlug> = []

  package init() {}

  package var isPlain: Bool {
    filter == nil && sort == .age && !isReversed && grouping == .none && pinned.isEmpty
  }
}

/// The rows of the list, made anew only when something has changed that they depend on.
package struct BuildTable: Sendable, Equatable {
  package enum Entry: Sendable, Equatable {
    /// A build, by its index among those that are known.
    case build(Int)
    case heading(String, count: Int, failed: Int)
  }

  /// What the rows were made of.
  private struct Basis: Equatable {
    var version: Int
    var arrangement: Arrangement
    var open: Set<BuildSlug>
    var minute: Int
  }

  package private(set) var entries: [Entry] = []
  /// How many builds there are to choose from, and how many are shown.
  package private(set) var known = 0
  package private(set) var shown = 0
  private var basis: Basis?

  package init() {}

  package var count: Int { entries.count }

  package func isHeading(_ row: Int) -> Bool {
    guard entries.indices.contains(row), case .heading = entries[row] else { return false }
    return true
  }

  package func build(at row: Int, _ facts: Facts) -> Build? {
    guard entries.indices.contains(row), case .build(let index) = entries[row],
      facts.builds.indices.contains(index)
    else { return nil }
    return facts.builds[index]
  }

  package func row(ofBuild index: Int) -> Int? {
    // Where nothing is arranged otherwise, builds stand as they are known.
    if entries.indices.contains(index), entries[index] == .build(index) { return index }
    return entries.firstIndex(of: .build(index))
  }

  /// The row of a build at or next to a row, in the direction first.
  package func build(near row: Int, isForward: Bool) -> Int? {
    let isBuild = { (row: Int) in !isHeading(row) }
    let ahead = entries.indices.contains(row) ? (row..<count).first(where: isBuild) : nil
    let behind =
      entries.indices.contains(row) ? (0...row).reversed().first(where: isBuild) : nil
    return isForward ? ahead ?? behind : behind ?? ahead
  }

  package mutating func update(_ facts: Facts, _ arrangement: Arrangement) {
    let needsOpen = arrangement.filter?.terms.contains { $0.condition == .trait(.open) } ?? false
    let basis = Basis(
      version: facts.list.version, arrangement: arrangement,
      open: needsOpen ? Set(facts.openWindows.map(\.build)) : [],
      minute: (arrangement.filter?.dependsOnTime ?? false)
        ? Int(facts.serverNow.timeIntervalSince1970 / 60) : 0)
    guard basis != self.basis else { return }
    self.basis = basis
    arrange(facts, arrangement, open: basis.open)
  }

  private mutating func arrange(
    _ facts: Facts, _ arrangement: Arrangement, open: Set<BuildSlug>
  ) {
    let builds = facts.builds
    var indices = Array(builds.indices)
    /// What was started and the filter does not let in.
    var outside: Set<Int> = []
    if let filter = arrangement.filter {
      let surroundings = BuildFilter.Surroundings(
        now: facts.serverNow, me: facts.service.me, open: open, pinned: arrangement.pinned)
      known = indices.count
      indices = indices.filter { index in
        if filter.matches(builds[index], surroundings) { return true }
        if arrangement.started.contains(builds[index].slug) { outside.insert(index) }
        return false
      }
    } else if facts.list.older != nil {
      indices = indices.filter { facts.list.isListed(builds[$0]) }
      known = indices.count
    } else {
      known = indices.count
    }
    shown = indices.count
    if arrangement.sort != .age {
      indices.sort { arrangement.precedes(builds[$0], builds[$1], facts) ?? ($0 < $1) }
    }
    if arrangement.isReversed { indices.reverse() }
    guard !arrangement.isPlain else {
      entries = indices.map(Entry.build)
      return
    }
    let pinned = indices.filter { arrangement.pinned.contains(builds[$0].slug) }
    let others =
      pinned.isEmpty
      ? indices : indices.filter { !arrangement.pinned.contains(builds[$0].slug) }
    entries = []
    if !outside.isEmpty { append(outside.sorted(), heading: "Just started", builds) }
    if !pinned.isEmpty { append(pinned, heading: "Pinned", builds) }
    if arrangement.grouping == .none {
      if !entries.isEmpty, !others.isEmpty {
        append(others, heading: "Others", builds)
      } else {
        entries += others.map(Entry.build)
      }
      return
    }
    for (name, group) in Self.groups(others, builds, arrangement.grouping) {
      append(group, heading: name, builds)
    }
  }

  private mutating func append(_ indices: [Int], heading: String, _ builds: [Build]) {
    entries.append(
      .heading(
        heading, count: indices.count, failed: indices.count { builds[$0].status == .failed }))
    entries += indices.map(Entry.build)
  }

  /// In the order in which their first builds come.
  private static func groups(
    _ indices: [Int], _ builds: [Build], _ grouping: Arrangement.Grouping
  ) -> [(String, [Int])] {
    var groups: [(String, [Int])] = []
    var places: [String: Int] = [:]
    for index in indices {
      let name = grouping.name(of: builds[index])
      if let place = places[name] {
        groups[place].1.append(index)
      } else {
        places[name] = groups.count
        groups.append((name, [index]))
      }
    }
    return groups
  }
}

extension CaseIterable where Self: Equatable {
  /// The one after this, and after the last the first.
  var next: Self {
    let all = Array(Self.allCases)
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}

extension Arrangement.Grouping {
  fileprivate func name(of build: Build) -> String {
    switch self {
    case .none: ""
    case .app: build.appTitle
    case .branch: build.branch ?? build.tag ?? "no branch"
    }
  }
}

extension Arrangement {
  /// Nil where the two are alike and their age decides.
  fileprivate func precedes(_ left: Build, _ right: Build, _ facts: Facts) -> Bool? {
    switch sort {
    case .age: nil
    case .status: Self.before(left.status.urgency, right.status.urgency)
    case .app: Self.before(left.appTitle, right.appTitle)
    case .workflow: Self.before(left.workflow, right.workflow)
    case .branch: Self.before(left.branch ?? left.tag ?? "", right.branch ?? right.tag ?? "")
    case .duration: Self.before(-Self.duration(left, facts), -Self.duration(right, facts))
    }
  }

  private static func before<Value: Comparable>(_ left: Value, _ right: Value) -> Bool? {
    left == right ? nil : left < right
  }

  private static func duration(_ build: Build, _ facts: Facts) -> Double {
    guard let startedAt = build.startedAt else { return 0 }
    // What runs now has no length yet: it counts by when it began, which does not change.
    return build.finishedAt?.timeIntervalSince(startedAt) ?? 0
  }
}

extension BuildStatus {
  /// What wants somebody's eyes first.
  fileprivate var urgency: Int {
    switch self {
    case .running: 0
    case .queued: 1
    case .failed: 2
    case .aborted: 3
    case .abortedWithSuccess: 4
    case .success: 5
    }
  }
}

extension BuildFilter {
  /// Whether builds come and go by the passing of time alone.
  fileprivate var dependsOnTime: Bool {
    terms.contains { term in
      switch term.condition {
      case .age, .duration: true
      case .anywhere, .statuses, .field, .number, .trait: false
      }
    }
  }
}
