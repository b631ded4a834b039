import Foundation
import Testing

@testable import airlock

@Suite struct ShellRecordingTests {
  private func events(_ text: String) throws -> [[Any]] {
    try text.split(separator: "\n").dropFirst().map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any] ?? []
    }
  }

  @Test func `what was shown comes out in its time, with no character cut`() throws {
    let shown = "grün\r\n"
    let output = Data("Script started on 2026-11-25\n\(shown)Script done\n".utf8)
    // The ü is cut in two.
    let text = ShellRecording.asciicast(
      output, timing: "0.5 3\n0.25 4\n", secrets: [], columns: 80, rows: 24,
      begin: Date(timeIntervalSince1970: 1))
    #expect(text.hasPrefix("{\"version\": 2, \"width\": 80, \"height\": 24, \"timestamp\": 1}\n"))
    let events = try events(text)
    #expect(events.compactMap { $0[2] as? String } == ["gr", "ün\r\n"])
    #expect(events.compactMap { $0[0] as? Double } == [0.5, 0.75])
  }

  @Test func `a secret is left out, also where it came in two pieces`() throws {
    let output = Data("Script started\npassword geheim123!\n".utf8)
    let text = ShellRecording.asciicast(
      output, timing: "0 12\n1 9\n", secrets: ["geheim123"], columns: 80, rows: 24, begin: Date())
    #expect(try events(text).compactMap { $0[2] as? String }.joined() == "password *********!\n")
    #expect(!text.contains("geheim"))
  }
}
