/// Runs a program over bytes in one pass, however the pattern is made.
///
/// States are made as they are first needed, so a pattern costs only what the text asks of it; and
/// since no place in the text is visited twice, no pattern can hold anybody up.
struct Automaton {
  /// Beyond these the states are forgotten and made anew.
  private static let mostStates = 4_000
  private static let unknown = Int32.max
  /// Set in a step that passes a match.
  private static let matched: Int32 = 1 << 30

  private let program: Program
  private let isAnchored: Bool
  /// One more class stands for the end of the text.
  private let stride: Int
  private var kernels: [Kernel] = []
  private var numbers: [Kernel: Int32] = [:]
  private var steps: [Int32] = []
  /// For each class, one of its bytes.
  private let samples: [UInt8]

  /// Where the threads of a run stand, the preferred first, and what the next place must know.
  private struct Kernel: Hashable {
    var threads: [Int32]
    var isAtStart = false
    var isAfterWord = false
  }

  private static let dead: Int32 = 0
  private var first: Int32 = 0

  /// Anchored, it looks for a match at the first byte only.
  init(_ program: Program, isAnchored: Bool) {
    self.program = program
    self.isAnchored = isAnchored
    stride = program.classCount + 1
    var samples = [UInt8](repeating: 0, count: program.classCount)
    for byte in (0..<256).reversed() { samples[Int(program.classes[byte])] = UInt8(byte) }
    self.samples = samples
    reset()
  }

  private mutating func reset() {
    kernels = []
    numbers = [:]
    steps = []
    _ = number(of: Kernel(threads: []))
    first = number(of: Kernel(threads: [Int32(program.start)], isAtStart: true))
  }

  private mutating func number(of kernel: Kernel) -> Int32 {
    if let number = numbers[kernel] { return number }
    let number = Int32(kernels.count)
    kernels.append(kernel)
    numbers[kernel] = number
    steps.append(contentsOf: repeatElement(Self.unknown, count: stride))
    return number
  }

  /// Whether there is a match anywhere; ends at the first sign of one.
  mutating func hasMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Bool {
    var state = initial(at: start, in: text)
    var index = start
    let end = text.count
    while index < end {
      let symbol = Int(program.classes[Int(text[index])])
      var step = steps[Int(state) * stride + symbol]
      if step >= Self.matched {
        if step == Self.unknown { step = take(symbol, from: &state) }
        if step >= Self.matched { return true }
      }
      state = step
      if state == Self.dead { return false }
      index += 1
    }
    return finish(from: &state)
  }

  /// Where the match that begins at a place ends; nil if none does.
  mutating func matchEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var state = initial(at: start, in: text)
    var index = start
    var found: Int?
    while index < text.count {
      let symbol = Int(program.classes[Int(text[index])])
      var step = steps[Int(state) * stride + symbol]
      if step == Self.unknown { step = take(symbol, from: &state) }
      if step >= Self.matched {
        found = index
        step -= Self.matched
      }
      state = step
      if state == Self.dead { return found }
      index += 1
    }
    return finish(from: &state) ? text.count : found
  }

  private mutating func initial(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard start > 0 else { return first }
    return number(
      of: Kernel(threads: [Int32(program.start)], isAfterWord: Self.isWord(text[start - 1])))
  }

  private mutating func finish(from state: inout Int32) -> Bool {
    let step = steps[Int(state) * stride + program.classCount]
    return (step == Self.unknown ? take(program.classCount, from: &state) : step) >= Self.matched
  }

  /// Makes a step that is not known yet.
  private mutating func take(_ symbol: Int, from state: inout Int32) -> Int32 {
    if kernels.count > Self.mostStates {
      let kernel = kernels[Int(state)]
      reset()
      state = number(of: kernel)
    }
    let kernel = kernels[Int(state)]
    let byte = symbol < program.classCount ? samples[symbol] : nil
    var pass = Pass(program, kernel.isAtStart, kernel.isAfterWord, byte)
    for thread in kernel.threads where !pass.hasMatched { pass.follow(Int(thread)) }
    var threads = pass.threads
    if !isAnchored, !pass.hasMatched, byte != nil, !threads.contains(Int32(program.start)) {
      threads.append(Int32(program.start))
    }
    let isWord = byte.map(Self.isWord) ?? false
    // Where nothing looks at words, what came before makes no difference.
    let next = number(of: Kernel(threads: threads, isAfterWord: isWord && !threads.isEmpty))
    let step = next + (pass.hasMatched ? Self.matched : 0)
    steps[Int(state) * stride + symbol] = step
    return step
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The threads that a byte leads to; nil stands for the end of the text.
  private struct Pass {
    private let program: Program
    private let isAtStart: Bool
    private let isAtEdge: Bool
    private let byte: UInt8?
    private var seen: Set<Int> = []
    private(set) var threads: [Int32] = []
    private(set) var hasMatched = false

    init(_ program: Program, _ isAtStart: Bool, _ isAfterWord: Bool, _ byte: UInt8?) {
      self.program = program
      self.isAtStart = isAtStart
      self.byte = byte
      isAtEdge = isAfterWord != (byte.map(Automaton.isWord) ?? false)
    }

    mutating func follow(_ start: Int) {
      // A stack of our own: a pattern of many alternatives would run through the thread's.
      var stack = [start]
      while let place = stack.popLast() {
        guard seen.insert(place).inserted else { continue }
        switch program.instructions[place] {
        case .match:
          // What comes after is less preferred than this match.
          hasMatched = true
          return
        case .split(let first, let second):
          stack.append(second)
          stack.append(first)
        case .assertion(let assertion, let next):
          if holds(assertion) { stack.append(next) }
        case .byte(let range, let next):
          if let byte, range.contains(byte), !threads.contains(Int32(next)) {
            threads.append(Int32(next))
          }
        }
      }
    }

    private func holds(_ assertion: PatternNode.Assertion) -> Bool {
      switch assertion {
      case .lineStart: isAtStart
      case .lineEnd: byte == nil
      case .wordEdge: isAtEdge
      case .notWordEdge: !isAtEdge
      }
    }
  }
}
