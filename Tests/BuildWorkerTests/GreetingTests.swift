import BuildModel
import Foundation
import Testing

@testable import airlock_worker

@Suite struct GreetingTests {
  private let now = Date(timeIntervalSince1970: 1_700_000_000)

  private func greeting(
    _ steps: [Step], command: [String] = [], lines: [String] = [], _ window: AccessWindow
  ) throws -> String {
    Greeting(
      appTitle: "Sample", number: 12, workflow: "primary", steps: steps, command: command,
      lastLines: lines, sourceFolder: "/bitrise/src",
      door: DoorSentence.text(
        window, now: now, timeZone: try #require(TimeZone(identifier: "UTC")))
    ).text
  }

  @Test func `what the failed step runs is named, and a long script is cut`() throws {
    let failed = [Step(index: 0, stepID: "script", title: "Tests", status: .failed, exitCode: 7)]
    let window = AccessWindow(grace: 600)
    let short = try greeting(failed, command: ["npm test", " ", "echo done"], window)
    #expect(short.contains("exit code 7\n  $ npm test\n  $ echo done\nThe source"), "\(short)")
    let long = try greeting(failed, command: ["a", "b", "c", "d", "e"], window)
    #expect(long.contains("  $ a\n  $ b\n  $ c\n  $ \u{2026}\nThe source"), "\(long)")
  }

  @Test func `a visitor of a failed build sees what failed and when the door closes`() throws {
    var window = AccessWindow(grace: 600)
    window.apply(.doorOpened(at: now - 120))
    window.apply(.buildFinished(at: now - 108))
    let steps = [
      Step(index: 0, stepID: "script", title: "Set up", status: .success),
      Step(index: 1, stepID: "script", title: "Tests", status: .failed, exitCode: 7),
      Step(index: 2, stepID: "script", title: "Deploy", status: .skipped),
    ]
    #expect(
      try greeting(
        steps, lines: ["\u{1b}[31m1 of 9 failed\u{1b}[0m", "\u{1b}]0;evil\u{7}bye\r"], window)
          == """
          Sample #12, workflow primary
          Failed: (1) Tests, exit code 7
            | 1 of 9 failed
            | bye
          The source is in /bitrise/src.
          The door closes at 22:21:32, in 8:12.


          """)
  }

  @Test func `whatever a log holds, a greeting is plain lines of text`() throws {
    let failed = [
      Step(index: 0, stepID: "script", title: "T\u{202e}ests\u{9b}2J", status: .failed)
    ]
    let text = try greeting(
      failed, command: ["a\tb\u{200b}c"],
      lines: [
        "\u{1b}P$q\u{1b}\\dcs", "\u{1b}[2J\u{2066}x\u{2028}y\u{85}z\r\u{8}",
        "\u{feff}\u{1b}\u{1b}[31mred\u{7f}", String(repeating: "l", count: 100_000),
      ], AccessWindow(grace: 600))
    let steering = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    #expect(steering.isEmpty)
    #expect(text.contains("Failed: (0) Tests2J\n  $ a bc\n"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count < 310 })
  }

  @Test func `a visitor of a running build sees the step and how long it stays open`() throws {
    var window = AccessWindow(grace: 600)
    window.apply(.doorOpened(at: now))
    window.apply(.extended(seconds: 3000, at: now))
    let steps = [Step(index: 0, stepID: "script", title: "Tests", status: .running)]
    #expect(
      try greeting(steps, window) == """
        Sample #12, workflow primary
        Running: (0) Tests
        The source is in /bitrise/src.
        The door is open while the build runs, then 1:00:00.


        """)
  }
}
