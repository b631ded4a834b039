package import BuildModel

/// The builds that are known: the newest without a gap, and older ones that were looked for.
package struct BuildShelf: Sendable, Equatable {
  /// Newest first.
  package private(set) var builds: [Build] = []
  private var places: [BuildSlug: Int] = [:]
  /// What is older than the builds without a gap; nil where they are all.
  package private(set) var older: Older?
  /// Another one after every change.
  package private(set) var version = 0
  private var words = SharedWords()

  package struct Older: Sendable, Equatable {
    /// Where the service goes on.
    package var cursor: String
    /// The last build before a gap may be.
    fileprivate var last: Order
  }

  fileprivate struct Order: Comparable {
    var build: Build

    static func < (left: Order, right: Order) -> Bool {
      let (left, right) = (left.build, right.build)
      return left.triggeredAt == right.triggeredAt
        ? (left.app, left.number) > (right.app, right.number) : left.triggeredAt > right.triggeredAt
    }
  }

  package init() {}

  package subscript(slug: BuildSlug) -> Build? { places[slug].map { builds[$0] } }
  package func index(of slug: BuildSlug) -> Int? { places[slug] }

  /// Whether nothing between this build and the newest is missing.
  package func isListed(_ build: Build) -> Bool {
    older.map { Order(build: build) <= $0.last } ?? true
  }

  /// Takes in the newest builds, of which any that is missing is gone; with a cursor there are
  /// older ones.
  package mutating func setNewest(_ newest: [Build], next: String?) {
    let sorted = newest.map { words.sharing($0) }.sorted { Order(build: $0) < Order(build: $1) }
    guard let next, let last = sorted.last else {
      older = nil
      put(sorted)
      return
    }
    let bound = Order(build: last)
    // What was known without a gap goes on to be so if the two meet.
    let known = Set(sorted.map(\.slug))
    let meets = builds.contains { known.contains($0.slug) && isListed($0) }
    if meets, let older, older.last > bound {
      self.older = older
    } else if !(meets && older == nil && builds.count > sorted.count) {
      older = Older(cursor: next, last: bound)
    }
    put(sorted + builds.filter { Order(build: $0) > bound && !known.contains($0.slug) })
  }

  /// Takes in the builds that follow on the oldest without a gap.
  package mutating func addOlder(_ more: [Build], next: String?) {
    let last = more.map(Order.init).max()
    add(more)
    older = next.flatMap { next in
      (last ?? older?.last).map { Older(cursor: next, last: $0) }
    }
  }

  /// Takes in builds that were looked for.
  package mutating func add(_ found: [Build]) {
    var new: [Build] = []
    for build in found.map({ words.sharing($0) }) {
      if let index = places[build.slug] { builds[index] = build } else { new.append(build) }
    }
    guard !new.isEmpty else {
      version += 1
      return
    }
    put((builds + new).sorted { Order(build: $0) < Order(build: $1) })
  }

  /// Takes in one build that is new or has changed.
  package mutating func insert(_ build: Build) {
    let build = words.sharing(build)
    if let index = places[build.slug], builds[index].triggeredAt == build.triggeredAt {
      builds[index] = build
      version += 1
    } else {
      add([build])
    }
  }

  /// Forgets what was looked for, but for some.
  package mutating func forgetScattered(except kept: Set<BuildSlug>) {
    guard older != nil else { return }
    put(builds.filter { isListed($0) || kept.contains($0.slug) })
  }

  private mutating func put(_ sorted: [Build]) {
    builds = sorted
    places = Dictionary(
      sorted.enumerated().map { ($1.slug, $0) }, uniquingKeysWith: { first, _ in first })
    version += 1
  }
}

extension BuildShelf.Order: Equatable {
  static func == (left: Self, right: Self) -> Bool { !(left < right) && !(right < left) }
}
