import Dispatch

/// Blocks of 4096 ids each, from the oldest id that is known to the newest.
struct IdBlocks<Block: Sendable>: Sendable {
  static var size: Int { 4096 }
  static var wordCount: Int { size / 64 }

  private(set) var blocks: [Block] = []
  /// The ids of the first block, divided by a block's size.
  private(set) var first: Int64 = 0
  private let empty: Block

  /// - Parameter empty: a block without anything; all such share one memory.
  init(empty: Block) { self.empty = empty }

  /// Where in its block an id stands.
  static func place(of id: Int64) -> Int { Int(id % Int64(size)) }

  /// A bit for each id of so many blocks, set by all processors at once.
  ///
  /// - Parameter mark: sets the bits of one block's ids in its words.
  static func words(
    of count: Int,
    _ mark: @Sendable (_ block: Int, _ words: UnsafeMutableBufferPointer<UInt64>) -> Void
  ) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: count * wordCount) { words, filled in
      words.initialize(repeating: 0)
      filled = words.count
      // Each block has words of its own, so that nobody waits for another.
      nonisolated(unsafe) let all = words
      DispatchQueue.concurrentPerform(iterations: count) { block in
        mark(block, .init(rebasing: all[block * wordCount..<(block + 1) * wordCount]))
      }
    }
  }

  /// Changes the block of an id, which is made where there is none.
  mutating func change(_ id: Int64, _ body: (inout Block, _ place: Int) -> Void) {
    let number = id / Int64(Self.size)
    if blocks.isEmpty { first = number }
    if number < first {
      blocks.insert(contentsOf: repeatElement(empty, count: Int(first - number)), at: 0)
      first = number
    }
    let missing = Int(number - first) + 1 - blocks.count
    if missing > 0 { blocks.append(contentsOf: repeatElement(empty, count: missing)) }
    body(&blocks[Int(number - first)], Self.place(of: id))
  }

  /// Changes the block of an id, if there is one.
  mutating func changeIfKnown(_ id: Int64, _ body: (inout Block, _ place: Int) -> Void) {
    let block = Int(id / Int64(Self.size) - first)
    if blocks.indices.contains(block) { body(&blocks[block], Self.place(of: id)) }
  }
}
