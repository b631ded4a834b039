/// One walk over the index for one filter, without the database and without a lock.
struct IndexScan: Sendable {
  let blocks: [IndexBlock]
  let firstBlock: Int64
  /// For each group's number whether it is wanted; empty where no build can pass.
  var isWanted: [UInt8]
  /// Only builds of this set.
  var ids: IdSet?
  var branch: UInt32?
  var pullRequest: UInt32?
  /// Triggered at this time or later, in seconds since 1970.
  var after: Double?
  /// Triggered before this time.
  var before: Double?

  init(blocks: [IndexBlock], firstBlock: Int64, isWanted: [UInt8]) {
    self.blocks = blocks
    self.firstBlock = firstBlock
    self.isWanted = isWanted
  }

  /// How many builds pass, and the newest of them up to an id.
  func run(limit: Int, from newest: Int64 = .max) -> (ids: [Int64], total: Int) {
    var found: [Int64] = []
    var total = 0
    guard !isWanted.isEmpty else { return (found, total) }
    let words = IdBlocks<IndexBlock>.words(of: blocks.count) { place, words in
      match(blocks[place], firstBlock + Int64(place), words)
    }
    let first = firstBlock * Int64(IndexBlock.size)
    for index in words.indices.reversed() where words[index] != 0 {
      total += words[index].nonzeroBitCount
      if found.count < limit {
        Self.take(words[index], first + Int64(index) * 64, &found, limit, newest)
      }
    }
    return (found, total)
  }

  /// Takes the ids of a word's bits, newest first.
  private static func take(
    _ word: UInt64, _ first: Int64, _ found: inout [Int64], _ limit: Int, _ newest: Int64
  ) {
    var word = word
    while word != 0, found.count < limit {
      let bit = 63 - word.leadingZeroBitCount
      word &= ~(1 << UInt64(bit))
      let id = first + Int64(bit)
      if id <= newest { found.append(id) }
    }
  }

  /// Sets a bit in the words, which have none, for each build of the block that passes.
  private func match(
    _ block: IndexBlock, _ number: Int64, _ words: UnsafeMutableBufferPointer<UInt64>
  ) {
    let asksAfter = after.map { block.earliest < $0 } ?? false
    let asksBefore = before.map { block.latest >= $0 } ?? false
    if asksAfter, let after, block.latest < after { return }
    if asksBefore, let before, block.earliest >= before { return }
    let firstWord = number * Int64(IndexBlock.wordCount)
    for index in words.indices { words[index] = ids?[word: firstWord + Int64(index)] ?? ~0 }
    if let branch { Self.keep(words, block.branches) { $0 == branch } }
    if let pullRequest { Self.keep(words, block.pullRequests) { $0 == pullRequest } }
    if asksAfter, let after { Self.keep(words, block.times) { $0 >= after } }
    if asksBefore, let before { Self.keep(words, block.times) { $0 < before } }
    isWanted.withUnsafeBufferPointer { isWanted in
      Self.keep(words, block.groups) { isWanted[Int($0)] != 0 }
    }
  }

  /// Clears the bits of what does not pass.
  @inline(__always)
  private static func keep<Value>(
    _ words: UnsafeMutableBufferPointer<UInt64>, _ column: [Value], _ passes: (Value) -> Bool
  ) {
    column.withUnsafeBufferPointer { column in
      for index in words.indices where words[index] != 0 {
        var kept: UInt64 = 0
        for bit in 0..<64 {
          kept |= (passes(column[index &* 64 &+ bit]) ? 1 : 0) &<< UInt64(bit)
        }
        words[index] &= kept
      }
    }
  }
}
