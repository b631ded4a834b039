import Dispatch

/// The commit messages of all builds in memory, so that any part of any is found in one walk.
///
/// A value: who has a copy keeps looking at the messages as they were.
struct MessageTexts: Sendable {
  /// The number of the last change that is in the texts.
  var change: Int64
  private var texts = IdBlocks(empty: TextBlock())

  init(change: Int64) { self.change = change }

  /// Gives a message to a build that has none here.
  mutating func append(_ text: FoldedText, of id: Int64) {
    texts.change(id) { block, place in block.append(text, at: place) }
  }

  mutating func remove(_ id: Int64) {
    texts.changeIfKnown(id) { block, place in block.remove(at: place) }
  }

  /// The builds whose message holds the needle.
  func ids(holding needle: TextNeedle) -> IdSet {
    let count = IdBlocks<TextBlock>.wordCount
    let blocks = texts.blocks
    let words = [UInt64](unsafeUninitializedCapacity: blocks.count * count) { words, filled in
      words.initialize(repeating: 0)
      filled = words.count
      // Each block has words of its own, so that all processors can look at once.
      nonisolated(unsafe) let first = words.baseAddress
      DispatchQueue.concurrentPerform(iterations: blocks.count) { place in
        if let first { blocks[place].mark(needle, first + place * count) }
      }
    }
    return IdSet(words: words, from: texts.first * Int64(count))
  }
}
