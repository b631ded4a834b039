import ArgumentParser
import BuildAPI
import BuildModel
import Foundation

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Public keys that open the machines you ask for, besides their passwords.",
    subcommands: [Add.self, List.self, Remove.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give the service a public key of yours.",
      discussion: "airlock key add ~/.ssh/id_ed25519.pub")

    @Argument(help: "A file that holds one public key.", completion: .file(extensions: ["pub"]))
    var file: String

    func run() throws {
      try runBlocking {
        let line = try OwnKeys.read(file)
        let key = try await Session.open().client.addPublicKey(line)
        Output.line("Added \(key.fingerprint).")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List your public keys.")

    @Flag(help: "Print an array as JSON.")
    var json = false

    func run() throws {
      try runBlocking {
        let keys = try await Session.open().client.publicKeys()
        if json { return try Output.json(keys) }
        for line in Self.lines(keys) { Output.line(line) }
      }
    }

    static func lines(_ keys: [PublicKeyBody]) -> [String] {
      var table = TextTable(["ID", "TYPE", "FINGERPRINT", "NAME", "ADDED"])
      for key in keys {
        let type = key.key.split(separator: " ").first.map(String.init) ?? "-"
        table.add([
          key.id, type, key.fingerprint, key.comment.isEmpty ? "-" : key.comment,
          TimeWords.text(key.createdAt),
        ])
      }
      return table.lines
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a public key back; machines that are open keep it.")

    @Argument(help: "Its id, as `airlock key list` shows it.")
    var id: String

    func run() throws {
      try runBlocking {
        try await Session.open().client.removePublicKey(id)
        Output.line("Removed.")
      }
    }
  }
}
