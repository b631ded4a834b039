import ArgumentParser
import Foundation

struct ConnectionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connection",
    abstract: "The services you are logged in to, and which of them commands use.",
    discussion: "`--connection NAME` with any command uses another one that once.",
    subcommands: [List.self, Use.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List them; * marks the one in use.")

    @Flag(help: "Print as JSON.")
    var json = false

    @Flag(help: "Print the names alone, one on each line.")
    var names = false

    func validate() throws {
      if json, names { throw ValidationError("--json and --names are two ways to print.") }
    }

    func run() throws {
      try runBlocking {
        let book = try ConnectionBook.current()
        if names { return Output.lines(book.names.joined(separator: "\n") + "\n") }
        let entries =
          [
            ConnectionOutput(
              name: SavedConnection.local, url: nil, kind: "airlock", token: "made by itself",
              isInUse: book.currentName == SavedConnection.local)
          ]
          + book.connections.map {
            ConnectionOutput(
              name: $0.name, url: $0.url.absoluteString, kind: $0.kind.rawValue,
              token: $0.token.words, isInUse: book.currentName == $0.name)
          }
        if json { return try Output.json(entries) }
        var table = TextTable(["", "NAME", "KIND", "ADDRESS", "TOKEN"])
        for entry in entries {
          table.add([
            entry.isInUse ? "*" : "", entry.name, entry.kind, entry.url ?? "this computer",
            entry.token,
          ])
        }
        for line in table.lines { Output.line(line) }
      }
    }
  }

  struct Use: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make commands use a connection; `local` is this computer's own service.")

    @Argument(help: "The connection's name.", completion: .connections)
    var name: String

    func run() throws {
      try runBlocking {
        var book = try ConnectionBook.current()
        try book.use(name)
        Output.line("Commands use \(name) from now on.")
      }
    }
  }
}

/// A connection as a script sees it.
private struct ConnectionOutput: Encodable {
  var name: String
  var url: String?
  var kind: String
  var token: String
  var isInUse: Bool

  enum CodingKeys: String, CodingKey {
    case name, url, kind, token
    case isInUse = "in_use"
  }
}
