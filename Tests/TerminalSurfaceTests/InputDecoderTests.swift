import TerminalSurface
import Testing

@Suite struct InputDecoderTests {
  static let sequences: [(String, Input)] = [
    ("a", .key(.character("a"))),
    ("é", .key(.character("é"))),
    ("日", .key(.character("日"))),
    ("🙂", .key(.character("🙂"))),
    ("\r", .key(Key(.enter))),
    ("\t", .key(Key(.tab))),
    ("\u{7F}", .key(Key(.backspace))),
    ("\u{3}", .key(.control("c"))),
    ("\u{1A}", .key(.control("z"))),
    ("\u{0}", .key(.control(" "))),
    ("\u{1F}", .key(.control("_"))),
    ("\u{1B}x", .key(Key(.character("x"), .alt))),
    ("\u{1B}é", .key(Key(.character("é"), .alt))),
    ("\u{1B}\r", .key(Key(.enter, .alt))),
    ("\u{1B}[A", .key(Key(.up))),
    ("\u{1B}OB", .key(Key(.down))),
    ("\u{1B}[1;5C", .key(Key(.right, .control))),
    ("\u{1B}[1;2D", .key(Key(.left, .shift))),
    ("\u{1B}[1;8H", .key(Key(.home, [.shift, .alt, .control]))),
    ("\u{1B}[4~", .key(Key(.end))),
    ("\u{1B}[Z", .key(Key(.backTab))),
    ("\u{1B}[5~", .key(Key(.pageUp))),
    ("\u{1B}[6;3~", .key(Key(.pageDown, .alt))),
    ("\u{1B}[3~", .key(Key(.delete))),
    ("\u{1B}OP", .key(Key(.function(1)))),
    ("\u{1B}[1;2S", .key(Key(.function(4), .shift))),
    ("\u{1B}[15~", .key(Key(.function(5)))),
    ("\u{1B}[24~", .key(Key(.function(12)))),
    ("\u{1B}[[E", .key(Key(.function(5)))),
    ("\u{1B}[97;5u", .key(.control("a"))),
    ("\u{1B}[27;5;13~", .key(Key(.enter, .control))),
    ("\u{1B}[I", .focus(true)),
    ("\u{1B}[O", .focus(false)),
    ("\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\", .background(.dark)),
    ("\u{1B}]11;rgb:fb/fa/f7\u{7}", .background(.light)),
    ("\u{1B}]11;rgba:ffff/ffff/ffff/ffff\u{7}", .background(.light)),
    ("\u{1B}[?997;1n", .background(.dark)),
    ("\u{1B}[?997;2n", .background(.light)),
    ("\u{1B}[<0;10;5M", .mouse(Mouse(.press, at: Point(column: 9, row: 4)))),
    ("\u{1B}[<0;10;5m", .mouse(Mouse(.release, at: Point(column: 9, row: 4)))),
    ("\u{1B}[<32;300;5M", .mouse(Mouse(.drag, at: Point(column: 299, row: 4)))),
    ("\u{1B}[<65;1;1M", .mouse(Mouse(.wheelDown, at: Point(column: 0, row: 0)))),
    (
      "\u{1B}[<80;1;1M",
      .mouse(Mouse(.wheelUp, at: Point(column: 0, row: 0), modifiers: .control))
    ),
    ("\u{1B}[200~one\ntwo \u{1B}[31m\u{1B}[201~", .paste("one\ntwo \u{1B}[31m")),
    ("\u{1B}[200~\u{1B}\u{1B}[20\u{1B}[201~", .paste("\u{1B}\u{1B}[20")),
  ]

  @Test(arguments: sequences)
  func `a sequence means one thing`(bytes: String, input: Input) {
    var decoder = InputDecoder()
    #expect(decoder.feed(bytes.utf8) == [input])
    #expect(!decoder.isPending)
  }

  @Test(arguments: sequences)
  func `a sequence cut into single bytes means the same`(bytes: String, input: Input) {
    var decoder = InputDecoder()
    #expect(bytes.utf8.flatMap { decoder.feed([$0]) } == [input])
  }

  @Test func `an escape is a key only when nothing follows it`() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isPending)
    #expect(decoder.flush() == [.key(Key(.escape))])
    #expect(!decoder.isPending)
    #expect(decoder.feed("\u{1B}\u{1B}[A".utf8) == [.key(Key(.escape)), .key(Key(.up))])
  }

  @Test(arguments: [("\u{1B}[", "["), ("\u{1B}O", "O"), ("\u{1B}]", "]")])
  func `alt and a bracket is told from a sequence by flushing`(bytes: String, character: String) {
    var decoder = InputDecoder()
    #expect(decoder.feed(bytes.utf8) == [])
    #expect(decoder.flush() == [.key(Key(.character(Character(character)), .alt))])
  }

  @Test(arguments: [
    [0xFF], [0x80], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5], [0xC2, 0x9B],
    Array("\u{1B}[<0;0;5M".utf8), Array("\u{1B}[<0;99999999999999999999;1M".utf8),
    Array("\u{1B}]11;rgb:12/\u{1B}\\".utf8), Array("\u{1B}]0;title\u{7}".utf8),
    Array("\u{1B}[?1;2c".utf8), Array("\u{1B}[<2;1;1M".utf8), Array("\u{1B}[201~".utf8),
    Array("\u{1B}[".utf8) + Array(repeating: 0x31, count: 500) + [0x41],
  ])
  func `what means nothing is dropped and the next key is heard`(bytes: [UInt8]) {
    var decoder = InputDecoder()
    #expect(decoder.feed(bytes) + decoder.feed("j".utf8) == [.key(.character("j"))])
  }

  @Test func `a paste is cut at its limit and may end without its mark`() {
    var decoder = InputDecoder(pasteLimit: 4)
    #expect(decoder.feed("\u{1B}[200~123456\u{1B}[201~j".utf8).first == .paste("1234"))
    #expect(decoder.feed("\u{1B}[200~12".utf8) == [])
    #expect(decoder.isPasting)
    #expect(decoder.flush() == [.paste("12")])
    #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
  }

  /// Deterministic, so that a failure can be seen again.
  @Test func `no bytes make it trap or go deaf`() {
    var random = Xorshift(state: 0x9E37_79B9_7F4A_7C15)
    let favourites: [UInt8] = [
      0x1B, 0x5B, 0x5D, 0x4F, 0x3B, 0x3C, 0x4D, 0x7E, 0x30, 0x32, 0xE2, 0xF0,
    ]
    for _ in 0..<2_000 {
      var decoder = InputDecoder(pasteLimit: 64)
      for _ in 0..<random.below(8) {
        let bytes = (0..<random.below(40)).map { _ in
          random.below(2) == 0
            ? favourites[random.below(favourites.count)] : UInt8(random.below(256))
        }
        _ = decoder.feed(bytes)
      }
      _ = decoder.flush()
      #expect(decoder.feed("q".utf8) == [.key(.character("q"))])
    }
  }
}

private struct Xorshift {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }
}

extension InputDecoder {
  fileprivate mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
    feed(ArraySlice(Array(bytes)))
  }
}
