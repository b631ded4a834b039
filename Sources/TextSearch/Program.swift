/// A pattern as instructions over bytes.
struct Program: Sendable, Equatable {
  enum Instruction: Sendable, Equatable {
    /// Takes one byte of a range.
    case byte(ClosedRange<UInt8>, next: Int)
    /// Goes on at both places, preferring the first.
    case split(Int, Int)
    case assertion(PatternNode.Assertion, next: Int)
    case match
  }

  /// More would take long to run and mean nothing to anybody.
  static let mostInstructions = 40_000

  private(set) var instructions: [Instruction] = []
  private(set) var start = 0
  /// Which class each byte belongs to: bytes of one class are alike to every instruction.
  private(set) var classes: [UInt8] = []
  private(set) var classCount = 0

  init(_ node: PatternNode) throws(PatternError) {
    // Built from the end, so that each part knows where it goes on.
    let end = add(.match)
    start = try build(node, next: end)
    (classes, classCount) = Self.classes(of: instructions)
  }

  private mutating func add(_ instruction: Instruction) -> Int {
    instructions.append(instruction)
    return instructions.count - 1
  }

  private mutating func build(_ node: PatternNode, next: Int) throws(PatternError) -> Int {
    guard instructions.count < Self.mostInstructions else {
      throw PatternError("the pattern is too large", at: 0)
    }
    switch node {
    case .empty: return next
    case .assertion(let assertion): return add(.assertion(assertion, next: next))
    case .scalars(let set): return choose(bytes(of: set, next: next))
    case .sequence(let parts):
      var next = next
      for part in parts.reversed() { next = try build(part, next: next) }
      return next
    case .choice(let parts):
      var starts: [Int] = []
      for part in parts { starts.append(try build(part, next: next)) }
      return choose(starts)
    case .repeated(let part, let least, let most, let isGreedy):
      return try build(part, least: least, most: most, isGreedy: isGreedy, next: next)
    }
  }

  private mutating func build(
    _ part: PatternNode, least: Int, most: Int?, isGreedy: Bool, next: Int
  ) throws(PatternError) -> Int {
    var next = next
    if let most {
      let end = next
      for _ in least..<most {
        let body = try build(part, next: next)
        next = isGreedy ? add(.split(body, end)) : add(.split(end, body))
      }
    } else {
      let loop = add(.match)  // Its place is needed before it is known where it leads.
      let body = try build(part, next: loop)
      instructions[loop] = isGreedy ? .split(body, next) : .split(next, body)
      next = loop
    }
    for _ in 0..<least { next = try build(part, next: next) }
    return next
  }

  private mutating func bytes(of set: ScalarSet, next: Int) -> [Int] {
    UTF8Sequences.sequences(for: set).map { sequence in
      sequence.reversed().reduce(next) { add(.byte($1, next: $0)) }
    }
  }

  private mutating func choose(_ starts: [Int]) -> Int {
    guard var choice = starts.last else {
      // A set without a member: it takes a byte that is never there.
      return add(.byte(0xFF...0xFF, next: 0))
    }
    for start in starts.dropLast().reversed() { choice = add(.split(start, choice)) }
    return choice
  }

  private static func classes(of instructions: [Instruction]) -> ([UInt8], Int) {
    var edges = [Bool](repeating: false, count: 257)
    func mark(_ range: ClosedRange<UInt8>) {
      edges[Int(range.lowerBound)] = true
      edges[Int(range.upperBound) + 1] = true
    }
    for instruction in instructions {
      switch instruction {
      case .byte(let range, _): mark(range)
      case .assertion(.wordEdge, _), .assertion(.notWordEdge, _):
        for range in ScalarSet.word.ranges {
          mark(UInt8(range.lowerBound)...UInt8(range.upperBound))
        }
      case .assertion, .split, .match: break
      }
    }
    var classes = [UInt8](repeating: 0, count: 256)
    var number = 0
    for byte in 1..<256 {
      if edges[byte] { number += 1 }
      classes[byte] = UInt8(number)
    }
    return (classes, number + 1)
  }
}
