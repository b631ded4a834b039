/// The password of one door.
struct Password: Sendable {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

  let text: String

  /// A new one, from the system's source of randomness for secrets; 20 letters are about 119 bits.
  init(length: Int = 20) {
    var source = SystemRandomNumberGenerator()
    text = String(
      (0..<length).map { _ in
        Self.alphabet[Int.random(in: Self.alphabet.indices, using: &source)]
      })
  }

  func matches(_ guess: String) -> Bool {
    Self.areEqual(text, guess)
  }

  /// Takes the same time wherever the texts differ, so that nobody finds it letter by letter.
  static func areEqual(_ text: String, _ guess: String) -> Bool {
    let expected = Array(text.utf8)
    let given = Array(guess.utf8)
    var difference = UInt64(expected.count ^ given.count)
    for index in expected.indices {
      let letter = given.isEmpty ? 0 : given[index % given.count]
      difference |= UInt64(expected[index] ^ letter)
    }
    return difference == 0
  }
}
