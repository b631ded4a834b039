import ArgumentParser
import BuildAPI
import Foundation

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "What lets people into the build service.",
    subcommands: [New.self, List.self, Revoke.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token and print it; nobody can see it again.",
      discussion: "airlock token new --user kim --name laptop --expires 30d > kim.token")

    @Option(help: "Whose it shall be; yours where left out. For administrators.")
    var user: String?

    @Option(help: "What to call it in lists.")
    var name: String?

    @Option(help: "How long it is good: 30d, 12h, or through a day like 2026-12-31.")
    var expires: String?

    func run() throws {
      try runBlocking {
        let expiry = try expires.map { text in
          guard let date = TimeWords.expiry(text, now: Date()) else {
            throw ProgramError(
              .failed, "--expires takes 30d, 12h or a day like 2026-12-31, not \(text).")
          }
          return date
        }
        let made = try await Session.open().client.makeToken(
          for: user, label: name, expiresAt: expiry)
        guard let token = made.token else {
          throw ProgramError(.failed, "The service did not tell the token it made.")
        }
        Output.line(token)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List your tokens, newest first, without what makes them one.")

    @Option(help: "Whose; for administrators.")
    var user: String?

    @Flag(help: "Everybody's; for administrators.")
    var all = false

    @Flag(help: "Print an array as JSON.")
    var json = false

    func run() throws {
      try runBlocking {
        let tokens = try await Session.open().client.tokens(of: user, all: all)
        if json { return try Output.json(tokens) }
        for line in Self.lines(tokens, now: Date()) { Output.line(line) }
      }
    }

    static func lines(_ tokens: [TokenBody], now: Date) -> [String] {
      var table = TextTable(["ID", "USER", "NAME", "MADE", "LAST USED", "EXPIRES"])
      for token in tokens {
        let expiry = token.expiresAt.map { ($0 <= now ? "expired " : "") + TimeWords.text($0) }
        table.add([
          token.id, token.user.username, token.label.isEmpty ? "-" : token.label,
          TimeWords.text(token.createdAt), token.lastUsedAt.map { TimeWords.text($0) } ?? "never",
          expiry ?? "never",
        ])
      }
      return table.lines
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token worthless, at once.")

    @Argument(help: "Its id, as `airlock token list` shows it.")
    var id: String

    func run() throws {
      try runBlocking {
        try await Session.open().client.revokeToken(id)
        Output.line("Revoked.")
      }
    }
  }
}
