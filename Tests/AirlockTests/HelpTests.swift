import ArgumentParser
import Foundation
import Testing

@testable import airlock

/// What a stranger reads before the first command.
@Suite struct HelpTests {
  /// The acts of a build and its machine: those that scripts use.
  static let acts = [
    "builds", "show", "log", "run", "rebuild", "abort", "access", "ssh", "screen", "code", "copy",
    "get", "put", "extend", "stay", "close", "windows", "wait", "hold", "release", "doctor", "case",
  ]

  private static func command(_ name: String) throws -> any ParsableCommand.Type {
    try #require(
      AirlockCommand.configuration.subcommands.first { $0.configuration.commandName == name })
  }

  @Test(arguments: acts) func `each act has an example and prints JSON`(_ name: String) throws {
    let help = AirlockCommand.helpMessage(for: try Self.command(name), columns: 100)
    let lines = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.contains { $0.contains("airlock \(name)") && !$0.hasPrefix("USAGE") }, "\(help)")
    #expect(help.contains("--json"), "\(help)")
  }

  @Test func `the manual has every act, and nothing in it is a request by accident`() throws {
    let page = try ManualPage(help: AirlockCommand._dumpHelp(), version: "1").text
    for name in Self.acts { #expect(page.contains(".SS \"airlock \(name)"), "\(name)") }
    #expect(page.contains("airlock rebuild 42 \\-\\-remote\\-access"))
    #expect(!page.contains("until\\-eof"), "what is hidden stays hidden")
    let requests: Set = [
      "TH", "SH", "SS", "B", "BR", "I", "TP", "PP", "nf", "fi", "RS", "RE",
    ]
    for line in page.split(separator: "\n") where line.hasPrefix(".") {
      let name = line.dropFirst().prefix { $0 != " " }
      #expect(requests.contains(String(name)), "\(line)")
    }
  }
}
