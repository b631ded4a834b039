import Foundation
import TestSupport
import Testing

@testable import BuildDatabase

@Suite struct MessageTextTests {
  private static func texts(_ messages: [String]) -> MessageTexts {
    var texts = MessageTexts(change: 0)
    for (id, message) in messages.enumerated() {
      texts.append(FoldedText(message), of: Int64(id) + 4000)
    }
    return texts
  }

  private static func found(_ texts: MessageTexts, _ needle: String, of count: Int) -> [Int] {
    guard let needle = TextNeedle(needle) else { return [] }
    let ids = texts.ids(holding: needle)
    return (0..<count).filter { ids.contains(Int64($0) + 4000) }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `every part of every text is found, and nothing else`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    func text(_ lengths: ClosedRange<Int>) -> String {
      let letters = Array("aaabAB ß\u{0}é界\n")
      return String(
        (0..<Int.random(in: lengths, using: &chance)).map { _ in
          letters[Int.random(in: letters.indices, using: &chance)]
        })
    }
    let messages = (0..<300).map { _ in text(0...60) }
    let texts = Self.texts(messages)
    for _ in 1...200 {
      let needle = text(1...6)
      let expected = messages.indices.filter {
        messages[$0].lowercased().utf8.contains(needle.lowercased().utf8)
      }
      #expect(Self.found(texts, needle, of: 300) == expected, "“\(needle)”")
    }
  }

  @Test func `no needle reaches from one text into the next, or past the end`() {
    let messages = ["ab", "", "c", "abc", String(repeating: "x", count: 40) + "end"]
    let texts = Self.texts(messages)
    #expect(Self.found(texts, "abc", of: 5) == [3])
    #expect(Self.found(texts, "xend", of: 5) == [4])
    #expect(Self.found(texts, "endx", of: 5) == [])
    #expect(Self.found(texts, String(repeating: "x", count: 41), of: 5) == [])
    #expect(TextNeedle("") == nil)
  }

  @Test func `what a build said before and what is gone is not found`() {
    var texts = Self.texts(["first", "second", ""])
    texts.remove(4001)
    texts.append(FoldedText("third"), of: 4001)
    for _ in 1...2 { texts.remove(4002) }
    #expect(Self.found(texts, "second", of: 3) == [])
    #expect(Self.found(texts, "third", of: 3) == [1])
    texts.remove(4000)
    #expect(Self.found(texts, "first", of: 3) == [])
    texts.append(FoldedText("first"), of: 4000)
    #expect(Self.found(texts, "ir", of: 3) == [0, 1])
  }
}

extension String.UTF8View {
  fileprivate func contains(_ part: String.UTF8View) -> Bool {
    let bytes = Array(self)
    let part = Array(part)
    return bytes.count >= part.count
      && (0...bytes.count - part.count).contains { Array(bytes[$0..<$0 + part.count]) == part }
  }
}
