/// A few letters that stand for a longer text, as people type them into a filter.
///
/// Each letter is found right behind the one before, or at the beginning of a word: `rpu` finds
/// "Round prices up" and `prup` too, but no scattered letters. Small letters stand for capitals
/// as well until there is a capital.
package struct FuzzyPattern: Sendable, Equatable {
  private let letters: [Character]
  private let ignoresCase: Bool

  package init(_ text: String) {
    ignoresCase = !text.contains { $0.isUppercase }
    letters = text.map { $0 }
  }

  package var isEmpty: Bool { letters.isEmpty }

  package struct Match: Sendable, Equatable {
    /// Higher is nearer to what was meant.
    package var score: Int
    /// The characters of the text that were found, in order.
    package var places: [Int]
  }

  private static let atStart = 12
  private static let atWord = 8
  private static let inARow = 6
  /// A text is searched this far.
  private static let longestText = 512

  package func match(_ text: String) -> Match? {
    guard !letters.isEmpty else { return Match(score: 0, places: []) }
    guard isPossible(text) else { return nil }
    let characters = Array(text.prefix(Self.longestText))
    let count = characters.count
    guard letters.count <= count else { return nil }
    let starts = characters.indices.map { Self.isWordStart($0, characters) }
    // best[j][i]: the best way in which the letter j is the character i.
    var scores: [[Int]] = []
    var origins: [[Int]] = []
    for (number, letter) in letters.enumerated() {
      var row = [Int](repeating: .min, count: count)
      var from = [Int](repeating: -1, count: count)
      // The best among the characters before the last, for a jump to the beginning of a word.
      var best = number == 0 ? 0 : Int.min
      var bestPlace = -1
      for index in 0..<count {
        if number > 0, index > 0, scores[number - 1][index - 1] > best {
          best = scores[number - 1][index - 1]
          bestPlace = index - 1
        }
        guard isSame(letter, characters[index]) else { continue }
        if best > .min, number == 0 || starts[index] {
          let bonus = index == 0 ? Self.atStart : starts[index] ? Self.atWord : 0
          row[index] = best + bonus
          from[index] = bestPlace
        }
        if number > 0, index > 0, scores[number - 1][index - 1] > .min {
          let score = scores[number - 1][index - 1] + Self.inARow
          if score > row[index] {
            row[index] = score
            from[index] = index - 1
          }
        }
      }
      scores.append(row)
      origins.append(from)
    }
    guard let last = scores.last, let top = last.max(), top > .min,
      var place = last.firstIndex(of: top)
    else { return nil }
    var places: [Int] = []
    for number in letters.indices.reversed() {
      places.append(place)
      place = origins[number][place]
    }
    // Of texts that match alike, the shorter one is meant.
    return Match(score: top * 100 - min(count, 99), places: places.reversed())
  }

  /// Whether the letters are there in order at all: most texts are left aside by this.
  private func isPossible(_ text: String) -> Bool {
    var rest = letters[...]
    for character in text {
      guard let next = rest.first else { return true }
      if isSame(next, character) { rest.removeFirst() }
    }
    return rest.isEmpty
  }

  private func isSame(_ letter: Character, _ character: Character) -> Bool {
    if letter == character { return true }
    guard ignoresCase, character.isUppercase else { return false }
    return character.lowercased() == String(letter)
  }

  private static func isWordStart(_ index: Int, _ characters: [Character]) -> Bool {
    guard index > 0 else { return true }
    let (before, here) = (characters[index - 1], characters[index])
    guard here.isLetter || here.isNumber else { return true }
    guard before.isLetter || before.isNumber else { return true }
    return (here.isUppercase && before.isLowercase) || (here.isNumber != before.isNumber)
  }
}
