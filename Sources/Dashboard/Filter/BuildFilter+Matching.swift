import BuildModel
import struct Foundation.Date

extension BuildFilter {
  /// What a filter must know beside the build.
  struct Surroundings {
    var now: Date
    /// The name of the person who asks, for `by:me`.
    var me: String?
    /// The builds whose machine can be entered now or soon.
    var open: Set<BuildSlug>
    var pinned: Set<BuildSlug>
  }

  func matches(_ build: Build, _ surroundings: Surroundings) -> Bool {
    terms.allSatisfy { Self.holds($0.condition, build, surroundings) != $0.isNegated }
  }

  private static func holds(
    _ condition: Condition, _ build: Build, _ surroundings: Surroundings
  ) -> Bool {
    switch condition {
    case .anywhere(let pattern, _):
      return texts(build).contains { pattern.match($0) != nil }
    case .statuses(let statuses): return statuses.contains(build.status)
    case .number(let bounds): return bounds.contains(Double(build.number))
    case .age(let bounds):
      return bounds.contains(surroundings.now.timeIntervalSince(build.triggeredAt))
    case .duration(let bounds):
      guard let startedAt = build.startedAt else { return false }
      return bounds.contains(
        (build.finishedAt ?? surroundings.now).timeIntervalSince(startedAt))
    case .trait(let trait): return has(trait, build, surroundings)
    case .field(.by, let wanted):
      let name = build.who
      if wanted.text == "me", let me = surroundings.me { return name == me }
      return wanted.matches(name)
    case .field(let field, let wanted): return wanted.matches(value(of: field, build))
    }
  }

  private static func has(
    _ trait: Trait, _ build: Build, _ surroundings: Surroundings
  ) -> Bool {
    switch trait {
    case .remote: build.isRemote
    case .open: surroundings.open.contains(build.slug)
    case .running: build.status == .running
    case .finished: build.status.isFinished
    case .rebuild: build.rebuildOf != nil
    case .pinned: surroundings.pinned.contains(build.slug)
    }
  }

  /// What words are looked for in: what the list shows.
  static func texts(_ build: Build) -> [String] {
    [
      Builds.firstLine(of: build.commitMessage), build.workflow, build.branch ?? build.tag ?? "",
      build.appTitle, "#\(build.number)", build.who,
    ]
  }

  private static func value(of field: Field, _ build: Build) -> String {
    switch field {
    case .app: build.appTitle
    case .workflow: build.workflow
    case .branch: build.branch ?? ""
    case .tag: build.tag ?? ""
    case .message: build.commitMessage ?? ""
    case .commit: build.commitHash ?? ""
    case .by: build.who
    case .stack: build.stack.rawValue
    }
  }

  /// The letters of a text that a filter's words have found, to be shown.
  func highlights(in text: String) -> [Int] {
    terms.flatMap { term -> [Int] in
      guard !term.isNegated, case .anywhere(let pattern, _) = term.condition else { return [] }
      return pattern.match(text)?.places ?? []
    }
  }
}

extension BuildFilter.Wanted {
  func matches(_ value: String) -> Bool {
    let (value, wanted) = (value.lowercased(), text.lowercased())
    if wanted.contains("*") { return Self.matches(value[...], wanted[...]) }
    return isExact ? value == wanted : value.hasPrefix(wanted)
  }

  private static func matches(_ value: Substring, _ wanted: Substring) -> Bool {
    let parts = wanted.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, value.hasPrefix(first) else {
      return false
    }
    var rest = value.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

extension Substring {
  fileprivate func range(of part: Substring) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(part) {
        return index..<self.index(index, offsetBy: part.count)
      }
      index = self.index(after: index)
    }
    return nil
  }
}

extension Build {
  /// Who started it, as far as the service tells: `ana` of "manual-ana" and "Rebuild of 3 by ana".
  var who: String {
    guard let text = triggeredBy else { return "" }
    if text.hasPrefix("manual-") { return String(text.dropFirst("manual-".count)) }
    let words = text.split(separator: " ")
    if words.count >= 2, words[words.count - 2] == "by" { return String(words[words.count - 1]) }
    return text
  }
}
