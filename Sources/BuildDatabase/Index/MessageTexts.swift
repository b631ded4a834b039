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
    let blocks = texts.blocks
    let words = IdBlocks<TextBlock>.words(of: blocks.count) { place, words in
      blocks[place].mark(needle, words)
    }
    return IdSet(words: words, from: texts.first * Int64(IdBlocks<TextBlock>.wordCount))
  }
}
