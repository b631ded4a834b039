/// A set of builds' ids, a bit for each.
struct IdSet: Sendable {
  /// Which ids the first word is for, as their number divided by 64.
  private var firstWord: Int64 = 0
  private var words: [UInt64] = []

  init() {}

  /// - Parameter firstWord: the number of the first word, of which each has 64 ids.
  init(words: [UInt64], from firstWord: Int64) {
    self.words = words
    self.firstWord = firstWord
  }

  init(_ ids: some Sequence<Int64>) {
    for id in ids { insert(id) }
  }

  /// The bits of 64 ids, of which the first is 64 times the number.
  subscript(word number: Int64) -> UInt64 {
    let place = Int(number - firstWord)
    return words.indices.contains(place) ? words[place] : 0
  }

  func contains(_ id: Int64) -> Bool { self[word: id >> 6] & 1 << UInt64(id & 63) != 0 }

  mutating func insert(_ id: Int64) {
    let number = id >> 6
    if words.isEmpty { firstWord = number }
    if number < firstWord {
      words.insert(contentsOf: repeatElement(0, count: Int(firstWord - number)), at: 0)
      firstWord = number
    }
    let place = Int(number - firstWord)
    if place >= words.count {
      words.append(contentsOf: repeatElement(0, count: place + 1 - words.count))
    }
    words[place] |= 1 << UInt64(id & 63)
  }
}
