/// Reads a pattern: the regular expressions people know from `less`, `grep -E` and editors.
struct PatternParser {
  /// A pattern that repeats more would be as large as a program.
  static let mostRepeats = 500

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  /// Whether letters match in either case.
  private(set) var ignoresCase: Bool

  /// Without a capital in the pattern, letters match in either case ("smart case").
  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    ignoresCase = !Self.hasCapital(scalars)
  }

  mutating func parse() throws(PatternError) -> PatternNode {
    takeFlags()
    let node = try choice()
    guard index == scalars.count else { throw error("this ) closes nothing") }
    return node
  }

  private static func hasCapital(_ scalars: [Unicode.Scalar]) -> Bool {
    var isEscaped = false
    for scalar in scalars {
      if !isEscaped, scalar.properties.isUppercase { return true }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return false
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func error(_ sentence: String, at place: Int? = nil) -> PatternError {
    PatternError(sentence, at: place ?? index)
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func takeFlags() {
    if take("(?i)") { ignoresCase = true } else if take("(?-i)") { ignoresCase = false }
  }

  private mutating func choice() throws(PatternError) -> PatternNode {
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" { parts.append(try repeated()) }
    return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repeated() throws(PatternError) -> PatternNode {
    let start = index
    var node = try atom()
    while let (least, most) = try quantifier() {
      if case .assertion = node { throw error("there is nothing here to repeat", at: start) }
      node = .repeated(node, least: least, most: most, isGreedy: !take("?"))
    }
    return node
  }

  private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
    switch next {
    case "*": index += 1; return (0, nil)
    case "+": index += 1; return (1, nil)
    case "?": index += 1; return (0, 1)
    case "{": return try counts()
    default: return nil
    }
  }

  /// `{3}`, `{3,}`, `{3,5}`; anything else in braces is text.
  private mutating func counts() throws(PatternError) -> (Int, Int?)? {
    let start = index
    index += 1
    guard let least = number() else {
      index = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else {
      index = start
      return nil
    }
    if max(least, most ?? 0) > Self.mostRepeats {
      throw error("at most \(Self.mostRepeats) repeats can be asked for", at: start)
    }
    if let most, most < least { throw error("the range runs backwards", at: start) }
    return (least, most)
  }

  private mutating func number() -> Int? {
    let start = index
    while let scalar = next, ("0"..."9").contains(scalar), index - start < 6 { index += 1 }
    return Int(scalars[start..<index].map(String.init).joined())
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    let start = index
    guard let scalar = next else { return .empty }
    index += 1
    switch scalar {
    case ".": return .scalars(.any)
    case "^": return .assertion(.lineStart)
    case "$": return .assertion(.lineEnd)
    case "(": return try group(from: start)
    case "[": return .scalars(try bracket(from: start))
    case "\\": return try escape(from: start)
    case "*", "+", "?": throw error("there is nothing here to repeat", at: start)
    default: return literal(ScalarSet(scalar))
    }
  }

  private func literal(_ set: ScalarSet) -> PatternNode {
    .scalars(ignoresCase ? set.ignoringCase : set)
  }

  private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
    if next == "?", !take("?:") {
      throw error("of the groups with (? there are only (?: and, at the start, (?i)", at: start)
    }
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw error("groups stand too deep in each other", at: start) }
    let node = try choice()
    guard take(")") else { throw error("this ( is never closed", at: start) }
    return node
  }

  private mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
    switch next {
    case "b": index += 1; return .assertion(.wordEdge)
    case "B": index += 1; return .assertion(.notWordEdge)
    default: return literal(try escapedSet(from: start))
    }
  }

  private mutating func escapedSet(from start: Int) throws(PatternError) -> ScalarSet {
    guard let scalar = next else { throw error("a \\ stands at the end", at: start) }
    index += 1
    switch scalar {
    case "d": return .digits
    case "D": return ScalarSet.digits.inverted
    case "w": return .word
    case "W": return ScalarSet.word.inverted
    case "s": return .space
    case "S": return ScalarSet.space.inverted
    case "t": return ScalarSet("\t")
    case "x": return try hexadecimal(from: start)
    case "a"..."z", "A"..."Z", "0"..."9": throw error("\\\(scalar) means nothing", at: start)
    default: return ScalarSet(scalar)
    }
  }

  /// `\x41`.
  private mutating func hexadecimal(from start: Int) throws(PatternError) -> ScalarSet {
    let digits = scalars[index...].prefix(2).map(String.init).joined()
    guard digits.count == 2, let value = UInt32(digits, radix: 16) else {
      throw error("\\x takes two hexadecimal digits", at: start)
    }
    index += 2
    return ScalarSet([value...value])
  }

  private mutating func bracket(from start: Int) throws(PatternError) -> ScalarSet {
    let isInverted = take("^")
    var set = ScalarSet([])
    var isFirst = true
    while isFirst || next != "]" {
      isFirst = false
      guard next != nil else { throw error("this [ is never closed", at: start) }
      set = set.union(try bracketItem(from: start))
    }
    index += 1
    // The case is ignored first, so that what is left out is left out in either.
    if ignoresCase { set = set.ignoringCase }
    return isInverted ? set.inverted : set
  }

  private mutating func bracketItem(from start: Int) throws(PatternError) -> ScalarSet {
    let low = try bracketScalars()
    guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else { return low }
    let dash = index
    index += 1
    let high = try bracketScalars()
    guard let first = low.ranges.first?.lowerBound, let last = high.ranges.first?.upperBound,
      low.ranges.count == 1, high.ranges.count == 1, first <= last
    else { throw error("the range runs backwards", at: dash) }
    return ScalarSet([first...last])
  }

  private mutating func bracketScalars() throws(PatternError) -> ScalarSet {
    let start = index
    guard let scalar = next else { throw error("this [ is never closed", at: start) }
    index += 1
    return scalar == "\\" ? try escapedSet(from: start) : ScalarSet(scalar)
  }
}
