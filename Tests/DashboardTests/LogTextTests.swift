import BuildModel
import Testing

@testable import Dashboard

struct LogTextTests {
  private func text(_ texts: String..., from first: Int = 1) -> LogText {
    var text = LogText()
    for (offset, part) in texts.enumerated() { text.append(chunk(first + offset, part)) }
    return text
  }

  private func chunk(_ position: Int, _ text: String) -> LogChunk {
    LogChunk(position: position, text: text, writtenAt: Scenes.start)
  }

  private func lines(_ text: LogText) -> [String] { (0..<text.count).map { text.line(at: $0) } }
  private func places(_ text: LogText) -> [String] {
    (0..<text.count).map { text.place(at: $0) }.map { "\($0.chunk).\($0.line)" }
  }

  private func timed(_ seconds: [Double?]) -> LogText {
    var text = LogText()
    for (offset, time) in seconds.enumerated() {
      text.append(
        LogChunk(
          position: offset + 1, text: "\(offset)\nand ",
          writtenAt: time.map { Scenes.start.addingTimeInterval($0) }))
    }
    return text
  }

  @Test func `a line was written with the chunk in which it begins`() {
    var text = timed([0, 2.9, 5])
    let times = { (text: LogText) in
      (0..<text.count).map { text.time(at: $0)?.timeIntervalSince(Scenes.start) }
    }
    #expect(lines(text) == ["0", "and 1", "and 2", "and "])
    #expect(times(text) == [0, 0, 2, 5])
    text.prepend(timed([-3]))
    #expect(times(text).first == -3)
    text.dropFirst(leaving: text.byteCount - 1)
    #expect(times(text).first == 0)
    #expect(text.tellsTimes)
  }

  @Test func `a service that tells no times leaves a line without one`() {
    let text = timed([nil, nil])
    #expect(!text.tellsTimes && text.time(at: 0) == nil)
  }

  @Test func `lines are put together over chunks`() {
    #expect(lines(text("a\nb", "c", "\n\nd")) == ["a", "bc", "", "d"])
  }

  @Test func `a line belongs to the chunk in which it begins`() {
    let text = text("a\nb", "c\nd\n", "e\n", "", "f")
    #expect(places(text) == ["1.0", "1.1", "2.0", "3.0", "5.0"])
    #expect(text.lines(inChunks: 2...2) == 2..<3)
    #expect(text.lines(inChunks: 1...2) == 0..<3)
    #expect(text.lines(inChunks: 4...4).isEmpty)
    #expect(text.lines(inChunks: 7...9).isEmpty)
    #expect(text.index(of: LogPlace(chunk: 1, line: 9)) == 2)
    #expect(text.index(of: LogPlace(chunk: 4)) == 4)
  }

  @Test func `the line end of a pseudo-terminal is found within its grapheme`() {
    #expect(lines(text("a\r\nb\r", "\nc")) == ["a\r", "b\r", "c"])
  }

  @Test func `a line without end is cut, between characters`() {
    let text = text(
      "x" + String(repeating: "é", count: 5_000), String(repeating: "é", count: 5_000))
    #expect(lines(text).map(\.utf8.count) == [8191, 8192, 3618])
    #expect(places(text) == ["1.0", "1.1", "2.0"])
  }

  @Test(arguments: [("end\n", ["b", "c"], "8.0 9.0"), ("half", ["c"], "9.0")])
  func `from the middle of a log only whole lines are taken`(
    _ leadIn: String, _ expected: [String], _ expectedPlaces: String
  ) {
    var text = LogText(after: chunk(7, leadIn))
    text.append(chunk(8, "b\n"))
    text.append(chunk(9, "c"))
    #expect(lines(text) == expected)
    #expect(places(text).joined(separator: " ") == expectedPlaces)
  }

  @Test func `what is put before goes on in what was there`() {
    var later = LogText(after: chunk(2, "…half"))
    later.append(chunk(3, " a line\nx\n"))
    later.prepend(text("a\n", "half", from: 1))
    #expect(lines(later) == ["a", "half a line", "x"])
    #expect(places(later) == ["1.0", "2.0", "3.0"])
  }

  @Test func `chunks go at the front and at the end, and places stay`() {
    var text = text("a\nb", "b\nc\n", "d\n", "e\nf")
    text.dropFirst(leaving: 9)
    #expect(lines(text) == ["c", "d", "e", "f"])
    #expect(places(text) == ["2.0", "3.0", "4.0", "4.1"])
    text.dropLast(leaving: 7)
    #expect(lines(text) == ["c", "d"])
    #expect(!text.isOpen)
    text.append(chunk(4, "e\nf"))
    #expect(lines(text) == ["c", "d", "e", "f"])
    text.keepLastLine()
    #expect(lines(text) == ["e", "f"])
  }
}
