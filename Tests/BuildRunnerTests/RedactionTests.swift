import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct RedactionTests {
  private func redaction(_ values: String...) -> Redaction {
    let redaction = Redaction()
    redaction.add(values)
    return redaction
  }

  @Test(arguments: [
    ("token", "a token, a Token, tokentoken", "a [REDACTED], a Token, [REDACTED]"),
    ("x", "axxb", "a[REDACTED]b"),
    ("aba", "ababa!", "[REDACTED]!"),
    ("   ", "a   b", "a   b"),
    ("päss\u{1b}[0m", "<päss\u{1b}[0m>", "<[REDACTED]>"),
    (" padded ", "padded, padded ", "[REDACTED],[REDACTED]"),
    ("one1\ntwo2\n}", "two2 } one1\\ntwo2\\n} one1", "[REDACTED] } [REDACTED] [REDACTED]"),
    ("one1\r\ntwo2", "one1\ntwo2\n", "[REDACTED]\n[REDACTED]\n"),
  ])
  func `every occurrence of a value goes`(value: String, text: String, expected: String) {
    #expect(redaction(value).apply(to: text) == expected)
  }

  @Test func `nothing is changed where there is nothing to hide`() {
    #expect(Redaction().apply(to: "a\u{0}b") == "a\u{0}b")
  }

  @Test func `values that overlap leave one mask`() {
    #expect(redaction("aab", "abc").apply(to: "-aabc-") == "-[REDACTED]-")
    #expect(redaction("she", "he", "hers").apply(to: "ushers") == "u[REDACTED]")
  }

  @Test func `what cannot be a value's beginning is shown at once`() {
    var stream = RedactionStream(redaction("secret"))
    #expect(text(stream.pass(Array("Password: ".utf8))) == "Password: ")
    #expect(text(stream.pass(Array("sesec".utf8))) == "se")
    #expect(text(stream.pass(Array("re".utf8))) == "")
    #expect(text(stream.pass(Array("ts".utf8))) == "[REDACTED]")
    #expect(text(stream.rest()) == "s")
  }

  @Test func `a value is hidden from the moment it is known, also where it had begun`() {
    let redaction = redaction("first")
    var stream = RedactionStream(redaction)
    #expect(text(stream.pass(Array("first later fir".utf8))) == "[REDACTED] later ")
    redaction.add(["fire", "later"])
    #expect(text(stream.pass(Array("e later".utf8))) == "[REDACTED] [REDACTED]")
  }

  @Test func `a value that is half shown as hidden does not come back`() {
    let redaction = redaction("abc", "bcde")
    var stream = RedactionStream(redaction)
    // `bc` is held back although it is hidden already: it may be the beginning of `bcde`.
    #expect(text(stream.pass(Array("abc".utf8))) == "[REDACTED]")
    redaction.add(["zzz"])
    #expect(text(stream.pass(Array("d!".utf8))) == "d!")
  }

  /// Any values, any text, cut anywhere: the same as looking for each value in the whole text.
  @Test(arguments: 0..<400)
  func `output cut anywhere is hidden like the whole`(seed: Int) {
    var random = Seeded(seed)
    let letters = Array("ab\n€".utf8.prefix(3 + seed % 4))
    func bytes(_ range: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: range, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? 97
      }
    }
    let values = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      String(decoding: bytes(1...6), as: UTF8.self)
    }
    let redaction = Redaction()
    redaction.add(values)
    let whole = bytes(0...200)
    var stream = RedactionStream(redaction)
    var shown: [UInt8] = []
    var rest = whole[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...min(9, rest.count), using: &random)
      shown += stream.pass(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    shown += stream.rest()
    #expect(shown == Reference.redacted(whole, values: Reference.texts(of: values)))
  }

  @Test func `output made to be looked at again and again is not`() {
    let value = String(repeating: "a", count: 5000) + "b"
    var stream = RedactionStream(redaction(value))
    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 64 << 10)
    var shown = 0
    for _ in 0..<64 { shown += stream.pass(piece).count }
    #expect(shown == 64 * piece.count - 5000)
    #expect(stream.rest().count == 5000)
  }

  @Test func `a build that marks more than can be hidden is noticed`() {
    let redaction = Redaction()
    redaction.addFromBuild([String(repeating: "s", count: 1 << 19)])
    #expect(!redaction.isOverfull)
    redaction.addFromBuild([String(repeating: "t", count: 1 << 20)])
    #expect(redaction.isOverfull)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// The slow and simple way.
private enum Reference {
  static func texts(of values: [String]) -> [[UInt8]] {
    values.flatMap { value -> [String] in
      guard !value.allSatisfy(\.isWhitespace) else { return [] }
      let parts =
        [value] + (value.contains("\n") ? value.split(separator: "\n").map(String.init) : [])
        + (value.contains("\n") ? [value.replacing("\n", with: "\\n")] : [])
      let trimmed = parts.map { part in
        String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
      }
      return [value] + (parts.dropFirst() + trimmed).filter { $0.utf8.count >= 3 }
    }.map { Array($0.utf8) }
  }

  static func redacted(_ bytes: [UInt8], values: [[UInt8]]) -> [UInt8] {
    var isHidden = [Bool](repeating: false, count: bytes.count)
    for value in values where value.count <= bytes.count {
      for start in 0...(bytes.count - value.count)
      where Array(bytes[start..<(start + value.count)]) == value {
        for place in start..<(start + value.count) { isHidden[place] = true }
      }
    }
    var result: [UInt8] = []
    for place in bytes.indices {
      if !isHidden[place] {
        result.append(bytes[place])
      } else if place == 0 || !isHidden[place - 1] {
        result += Redaction.mask.utf8
      }
    }
    return result
  }
}

/// Numbers that are the same in every run.
private struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
