import Foundation
import Testing

@testable import Dashboard

struct TimeWordsTests {
  @Test(arguments: [
    (0.0, "0s"), (0.9, "0s"), (59.9, "59s"), (60, "1m 00s"), (184, "3m 04s"), (3600, "1h 00m"),
    (7500, "2h 05m"), (-4, "0s"),
  ])
  func `durations`(_ seconds: Double, _ words: String) {
    #expect(TimeWords.duration(seconds) == words)
  }

  @Test(arguments: [(0.0, "0.0s"), (0.84, "0.8s"), (9.94, "9.9s"), (9.96, "9s"), (12.4, "12s")])
  func `short durations to a tenth`(_ seconds: Double, _ words: String) {
    #expect(TimeWords.duration(seconds, tenths: true) == words)
  }

  @Test(arguments: [
    (-5.0, "now"), (59, "now"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86_399, "23h"),
    (86_400, "1d"),
  ])
  func `ages`(_ seconds: Double, _ words: String) {
    #expect(TimeWords.age(seconds) == words)
  }

  @Test(arguments: [
    (600.0, "10 minutes"), (15, "15 seconds"), (60, "1 minute"), (90, "1 minute 30 seconds"),
    (0, "0 seconds"), (5400, "1 hour 30 minutes"), (1, "1 second"),
  ])
  func `spans for sentences`(_ seconds: Double, _ words: String) {
    #expect(TimeWords.spoken(seconds) == words)
  }

  @Test func `a moment is told in the person's own time zone`() throws {
    let east = try #require(TimeZone(secondsFromGMT: 2 * 3600))
    let west = try #require(TimeZone(secondsFromGMT: -15 * 3600))
    #expect(TimeWords.timeOfDay(Scenes.start, in: .gmt) == "14:22:00")
    #expect(TimeWords.timeOfDay(Scenes.start, in: east) == "16:22:00")
    #expect(TimeWords.timeOfDay(Scenes.start, in: west) == "23:22:00")
  }
}
