import Testing

@testable import TextSearch

struct PatternTests {
  private func found(_ pattern: String, _ line: String) throws -> [String] {
    var matcher = PatternMatcher(try Pattern(pattern))
    let bytes = Array(line.utf8)
    let ranges = matcher.ranges(in: line)
    let matches = matcher.matches(line)
    if !ranges.isEmpty { #expect(matches) }
    return ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("error", "an error, two Errors", ["error", "Error"]),
    ("Error", "an error, two Errors", ["Error"]),
    ("(?i)Error", "an error, two Errors", ["error", "Error"]),
    ("\\Serror", "an Xerror", ["Xerror"]),
    ("a.c", "abc aéc a日c a\u{1F600}c ac", ["abc", "aéc", "a日c", "a\u{1F600}c"]),
    ("^a", "a a", ["a"]),
    ("a$", "a a", ["a"]),
    ("\\bin\\b", "in inn win in", ["in", "in"]),
    ("\\Bin", "in win", ["in"]),
    ("\\d+", "1 22 x333", ["1", "22", "333"]),
    ("\\w+\\s\\W", "ab -", ["ab -"]),
    ("[a-c]+[^a-c]", "abcd", ["abcd"]),
    ("[]x-]+", "a]x-b", ["]x-"]),
    ("[^\\d]", "1x2", ["x"]),
    ("a|bc|b", "bca", ["bc", "a"]),
    ("b|bc", "bc", ["b"]),
    ("(?:ab)+", "ababx", ["abab"]),
    ("(a(b))*c", "ababc", ["ababc"]),
    ("a{2}", "aaaaa", ["aa", "aa"]),
    ("a{2,}", "aaaaa", ["aaaaa"]),
    ("a{1,2}b", "aaab", ["aab"]),
    ("a{,2}", "a{,2}", ["a{,2}"]),
    ("<.*>", "<a><b>", ["<a><b>"]),
    ("<.*?>", "<a><b>", ["<a>", "<b>"]),
    ("x*", "axxb", ["xx"]),
    ("\\.", "a.b", ["."]),
    ("\\x41", "aA", ["a", "A"]),
    ("ÄPFEL", "Äpfel ÄPFEL", ["ÄPFEL"]),
    ("äpfel", "Äpfel ÄPFEL", ["Äpfel", "ÄPFEL"]),
    ("[à-ý]", "é", ["é"]),
    ("[^x]", "日", ["日"]),
    ("", "abc", []),
    ("\\t", "a\tb", ["\t"]),
    ("(a|b|)c", "c ac", ["c", "ac"]),
  ])
  func `a pattern finds what people expect of it`(
    pattern: String, line: String, expected: [String]
  ) throws {
    #expect(try found(pattern, line) == expected)
  }

  @Test(arguments: [
    ("(", "this ( is never closed", 0), ("a)", "this ) closes nothing", 1),
    ("a[b", "this [ is never closed", 1), ("*a", "there is nothing here to repeat", 0),
    ("^*", "there is nothing here to repeat", 0), ("a\\", "a \\ stands at the end", 1),
    ("\\q", "\\q means nothing", 0), ("[z-a]", "the range runs backwards", 2),
    ("a{3,1}", "the range runs backwards", 1), ("\\xg1", "\\x takes two hexadecimal digits", 0),
    ("a{9999}", "at most 500 repeats can be asked for", 1),
    ("(?=a)", "of the groups with (? there are only (?: and, at the start, (?i)", 0),
    ("((a{500}){500}){500}", "the pattern is too large", 0),
  ])
  func `a mistake is told with its place`(pattern: String, sentence: String, place: Int) {
    #expect(throws: PatternError(sentence, at: place)) { try Pattern(pattern) }
  }

  @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a|b)*a(a|b){12}c", "(.*)*x"])
  func `patterns that hold others up do not hold this one up`(pattern: String) throws {
    var matcher = PatternMatcher(try Pattern(pattern))
    let matches = matcher.matches(String(repeating: "ab", count: 20_000) + "!")
    #expect(!matches)
  }

  @Test func `any scalar is one, also at the edges of UTF-8's lengths`() throws {
    for value in [0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000, 0x10_FFFF] {
      let scalar = try #require(Unicode.Scalar(UInt32(value)))
      var all = PatternMatcher(try Pattern("^.$"))
      var others = PatternMatcher(try Pattern("^[^\(scalar)]$"))
      let found = (all.matches(String(scalar)), others.matches(String(scalar)))
      #expect(found == (true, false))
    }
  }
}
