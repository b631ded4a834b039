package import BuildModel
package import TextSearch
package import typealias Foundation.TimeInterval

/// Which builds are wanted, as typed: words that are found anywhere, and `field:value`.
package struct BuildFilter: Sendable, Equatable {
  /// As it was typed.
  package var text: String
  /// Each must be met.
  package var terms: [Term]

  package struct Term: Sendable, Equatable {
    package var condition: Condition
    /// Written with `!` or `-` before it.
    package var isNegated = false
  }

  package enum Condition: Sendable, Equatable {
    /// Letters found in any column.
    case anywhere(FuzzyPattern, text: String)
    case statuses(Set<BuildStatus>)
    case field(Field, Wanted)
    case number(Bounds)
    /// Seconds since it was triggered.
    case age(Bounds)
    /// Seconds it ran.
    case duration(Bounds)
    case trait(Trait)
  }

  package enum Field: String, Sendable, CaseIterable {
    case app, workflow, branch, tag, message, commit, by, stack
  }

  /// A value: its beginning, all of it (`=main`), or with `*` for anything.
  package struct Wanted: Sendable, Equatable {
    package var text: String
    package var isExact: Bool
  }

  package enum Trait: String, Sendable, CaseIterable {
    case remote, open, running, finished, rebuild, pinned
  }

  /// `<2d`, `>5m`, `7`.
  package struct Bounds: Sendable, Equatable {
    package var least: TimeInterval?
    package var most: TimeInterval?

    package func contains(_ value: TimeInterval) -> Bool {
      value >= least ?? -.infinity && value <= most ?? .infinity
    }
  }

  /// What is wrong with a filter's text, in a sentence.
  package struct Mistake: Error, Sendable, Equatable {
    package var sentence: String
  }
}
