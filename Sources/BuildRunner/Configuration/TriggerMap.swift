import BuildModel

/// Which workflow a push, a pull request or a tag starts; the first item that matches decides.
struct TriggerMap: Sendable, Equatable {
  var items: [Item]

  /// One line of the map.
  struct Item: Sendable, Equatable {
    var event: Event
    var target: Target
    var place: ConfigurationPlace
    var isEnabled = true
    /// A condition on the commit's message; nil for none.
    var message: Pattern?
    /// Whether it asks for what a build that is asked for does not tell, such as labels.
    var needsMore = false
  }

  enum Event: Sendable, Equatable {
    /// Nil stands for any.
    case push(Pattern?)
    case pullRequest(source: Pattern?, target: Pattern?)
    case tag(Pattern?)
  }

  enum Target: Sendable, Equatable {
    case workflow(String)
    case pipeline(String)
  }

  enum Pattern: Sendable, Equatable {
    /// `*` stands for anything.
    case glob(String)
    case regularExpression
  }

  /// The first item for what a build is asked for; nil where there is none.
  ///
  /// - Throws: `ConfigurationError` where it hangs on a condition that airlock cannot judge.
  func match(_ trigger: BuildTrigger) throws -> Item? {
    try items.first { item in
      guard item.isEnabled, !item.needsMore else { return false }
      var patterns: [(Pattern, String)] = []
      func require(_ pattern: Pattern?, _ text: String?) {
        if let pattern { patterns.append((pattern, text ?? "")) }
      }
      switch (item.event, trigger.event) {
      case (.push(let branch), .push): require(branch, trigger.branch)
      case (.tag(let tag), .tag): require(tag, trigger.tag)
      case (.pullRequest(let source, let target), .pullRequest(let request)):
        require(source, trigger.branch)
        require(target, request.targetBranch)
      default: return false
      }
      require(item.message, trigger.commitMessage)
      // What can be judged comes first: a regular expression matters only where the rest holds.
      guard patterns.allSatisfy({ $0.0.holds(for: $0.1) ?? true }) else { return false }
      guard !patterns.contains(where: { $0.0 == .regularExpression }) else {
        throw item.place.fault(
          "this trigger has a “regex” condition, which airlock does not carry out; write a"
            + " pattern with “*”, or name the workflow to run")
      }
      return true
    }
  }
}

extension TriggerMap.Pattern {
  /// Nil where airlock cannot tell.
  fileprivate func holds(for text: String) -> Bool? {
    guard case .glob(let pattern) = self else { return nil }
    return Self.matches(Array(pattern.utf8), Array(text.utf8))
  }

  /// In the time of pattern times text at most: a star that was too short takes one byte more.
  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (place, star, taken) = (0, -1, 0)
    var next = 0
    while next < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        (star, taken) = (place, next)
        place += 1
      } else if place < pattern.count, pattern[place] == text[next] {
        place += 1
        next += 1
      } else if star >= 0 {
        taken += 1
        (place, next) = (star + 1, taken)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

extension BuildTrigger {
  fileprivate enum Event {
    case push, tag
    case pullRequest(PullRequest)
  }

  fileprivate var event: Event {
    if let pullRequest { return .pullRequest(pullRequest) }
    return tag == nil ? .push : .tag
  }
}
