import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Foundation

struct AppCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "app", abstract: "The projects that builds are made of.",
    subcommands: [Add.self, List.self, Remove.self, Rolling.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the apps.")

    @Flag(help: "Print an array as JSON.")
    var json = false

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let apps = try await session.client.apps()
        if json { return try Output.json(apps.map(AppOutput.init)) }
        guard !apps.isEmpty else {
          return Output.line("There are no apps yet; `airlock app add PATH-or-URL` adds one.")
        }
        var table = TextTable(["APP", "SLUG", "REPOSITORY"])
        for app in apps { table.add([app.title, app.slug.rawValue, app.repository]) }
        for line in table.lines { Output.line(line) }
      }
    }
  }
}

/// An app as `--json` prints it.
struct AppOutput: Encodable {
  let slug: AppSlug
  let title: String
  let repository: String

  init(_ app: App) {
    slug = app.slug
    title = app.title
    repository = app.repository
  }
}
