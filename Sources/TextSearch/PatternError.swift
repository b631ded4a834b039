/// Why a text is no pattern, in a sentence for the person who typed it.
package struct PatternError: Error, Sendable, Equatable {
  package var sentence: String
  /// The character of the pattern at which it goes wrong, counted from 0.
  package var place: Int

  init(_ sentence: String, at place: Int) {
    self.sentence = sentence
    self.place = place
  }
}
