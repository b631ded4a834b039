import BuildModel
import Foundation

/// The builds that wait for a slot: the higher priority first, then who came first.
struct BuildQueue: Sendable {
  private var builds: [Build] = []

  var isEmpty: Bool { builds.isEmpty }

  /// Puts a build in its place, behind those of its priority that were asked for before it.
  mutating func insert(_ build: Build) {
    let place = builds.firstIndex { other in
      (other.priority, build.triggeredAt) < (build.priority, other.triggeredAt)
    }
    builds.insert(build, at: place ?? builds.endIndex)
  }

  /// The one whose turn it is.
  var first: Build? { builds.first }

  mutating func next() -> Build? { builds.isEmpty ? nil : builds.removeFirst() }

  func contains(_ slug: BuildSlug) -> Bool { builds.contains { $0.slug == slug } }

  /// - Returns: the build; nil where it does not wait here.
  mutating func remove(_ slug: BuildSlug) -> Build? {
    builds.firstIndex { $0.slug == slug }.map { builds.remove(at: $0) }
  }
}
