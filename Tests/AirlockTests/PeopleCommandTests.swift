import BuildAPI
import BuildModel
import Foundation
import Testing

@testable import airlock

@Suite struct TimeWordsTests {
  private static let now = Date(timeIntervalSince1970: 1_800_000_000)
  private static let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

  @Test(arguments: [("30d", 30 * 86400.0), ("12h", 43200), ("1h30m", 5400)])
  func `a time to come is counted from now`(text: String, seconds: Double) {
    #expect(TimeWords.expiry(text, now: Self.now) == Self.now + seconds)
    #expect(TimeWords.past(text, now: Self.now) == Self.now - seconds)
  }

  @Test func `a day means all of it, by the person's own clock`() {
    let end = TimeWords.expiry("2026-12-31", now: Self.now, in: Self.berlin)
    #expect(end == Date(timeIntervalSince1970: 1_798_758_000))
    let start = TimeWords.past("2026-12-31", now: Self.now, in: Self.berlin)
    #expect(start == Date(timeIntervalSince1970: 1_798_671_600))
    // The day on which the clocks are set back has 25 hours.
    let long = TimeWords.expiry("2026-10-25", now: Self.now, in: Self.berlin)
    #expect(
      long.map {
        $0.timeIntervalSince(TimeWords.past("2026-10-25", now: $0, in: Self.berlin) ?? $0)
      }
        == 90000)
  }

  @Test(arguments: ["", "soon", "30", "-1d", "0d", "2026-13-01", "2026-12-31T10:00", "31.12.2026"])
  func `what is no time is refused`(text: String) {
    #expect(TimeWords.expiry(text, now: Self.now) == nil)
    #expect(TimeWords.past(text, now: Self.now) == nil)
  }

  @Test func `an instant is printed in the person's own time`() {
    #expect(TimeWords.text(Self.now, in: .gmt) == "2027-01-15 08:00:00")
  }
}

@Suite struct AuditTableTests {
  @Test func `a line names who, from where, on what`() {
    var login = AuditBody(
      id: 1, at: Date(timeIntervalSince1970: 1_800_000_000), event: "ssh_login",
      detail: "by password")
    login.address = "127.0.0.1:5022"
    login.appTitle = "sample"
    login.buildSlug = BuildSlug(rawValue: "b1")
    login.buildNumber = 12
    var gone = AuditBody(id: 2, at: login.at, event: "refused", detail: "no\u{1b}[31m")
    gone.username = "kim"
    gone.appSlug = AppSlug(rawValue: "a1")
    let lines = AuditCommand.lines([login, gone])
    #expect(lines.count == 3)
    #expect(lines[1].hasSuffix("-     127.0.0.1:5022  sample#12  ssh_login  by password"))
    #expect(lines[2].hasSuffix("kim   -               a1         refused    no^[[31m"))
  }

  @Test func `nothing is said in words`() {
    #expect(AuditCommand.lines([]) == ["There is nothing to tell."])
  }
}

@Suite struct HiddenLineTests {
  /// Types bytes until the line ends.
  private static func type(_ text: String) -> (String, HiddenLine.Progress) {
    var line = HiddenLine()
    for byte in text.utf8 {
      let progress = line.take(byte)
      if progress != .goesOn { return (line.text, progress) }
    }
    return (line.text, .goesOn)
  }

  @Test(arguments: [
    ("pa$$ wörd\n", "pa$$ wörd"), ("secret\r", "secret"), ("abé\u{7f}c\n", "abc"),
    ("\u{7f}\u{7f}x\n", "x"), ("wrong\u{15}right\n", "right"), ("a\u{1b}\u{1a}b\tc\u{4}", "ab\tc"),
    ("\n", ""),
  ])
  func `what is typed is taken as it is, and mistakes can be mended`(typed: String, text: String) {
    let (line, progress) = Self.type(typed)
    #expect(line == text)
    #expect(progress == .done)
  }

  @Test(arguments: ["abc\u{3}", "\u{4}", "\u{3}"])
  func `who gives up gives nothing`(typed: String) {
    #expect(Self.type(typed).1 == .givenUp)
  }
}
