import Testing

@testable import TextSearch

struct FuzzyPatternTests {
  private func shown(_ pattern: String, _ text: String) -> String? {
    FuzzyPattern(pattern).match(text).map { match in
      String(text.enumerated().map { match.places.contains($0.offset) ? $0.element : "." })
    }
  }

  @Test(arguments: [
    ("rpu", "Round prices up", "R.....p......u."), ("prup", "Round prices up", "......pr.....up"),
    ("prices", "Round prices up", "......prices..."), ("round", "Round", "Round"),
    ("fb", "fooBar", "f..B.."), ("b2", "build-2", "b.....2"), ("ma", "xmain", ".ma.."),
    ("日", "今日は", ".日."), ("äp", "Äpfel", "Äp..."), ("/x", "a/x", "./x"), ("", "abc", "..."),
  ])
  func `letters are found in a row or where words begin`(
    pattern: String, text: String, expected: String
  ) {
    #expect(shown(pattern, text) == expected)
  }

  @Test(arguments: [
    ("rd", "Round"), ("mn", "main"), ("Round", "round"), ("abc", "ab"), ("ba", "ab"),
    ("main", "my awful kind"),
  ])
  func `scattered letters are not found`(pattern: String, text: String) {
    #expect(shown(pattern, text) == nil)
  }

  @Test func `what is nearer to what was meant comes first`() {
    let texts = ["rebuild without", "the re build", "re", "core"]
    let best = texts.sorted {
      (FuzzyPattern("re").match($0)?.score ?? .min) > (FuzzyPattern("re").match($1)?.score ?? .min)
    }
    #expect(best == ["re", "rebuild without", "the re build", "core"])
  }
}
