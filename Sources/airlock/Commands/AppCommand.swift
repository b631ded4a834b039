import ArgumentParser
import BuildAPI
import BuildClient
import BuildModel
import Foundation

struct AppCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "app", abstract: "The projects that builds are made of.",
    subcommands: [Add.self, List.self, Remove.self, Rolling.self], defaultSubcommand: List.self)

  /// The app of a title or slug.
  static func named(_ name: String, in apps: [App]) throws -> App {
    let matching = apps.filter { $0.title == name || $0.slug.rawValue == name }
    guard let app = matching.first else {
      let known = apps.map(\.title).joined(separator: ", ")
      throw ProgramError(.noSuchThing, "There is no app \(name); there are: \(known).")
    }
    guard matching.count == 1 else {
      let slugs = matching.map(\.slug.rawValue).joined(separator: ", ")
      throw ProgramError(.noSuchThing, "\(name) could be any of \(slugs); name the slug.")
    }
    return app
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a folder or a git URL as an app.",
      discussion: """
        The service looks whether the repository can be read. From a folder a build takes what is \
        committed; from a URL it takes what is pushed.
        """)

    @Argument(help: "A folder with a git repository in it, or a git URL.")
    var repository: String

    @Option(help: "What it is called; without one, as the repository is.")
    var title: String?

    @Option(help: "The branch that builds take; without one, the repository's own default.")
    var branch: String?

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let client = session.client
        let known = try await Set(client.apps().map(\.slug))
        let slug = try await client.register(
          repository: Self.place(repository), title: title, branch: branch)
        guard let app = try await client.apps().first(where: { $0.slug == slug }) else {
          throw ProgramError(.failed, "The service added the app and does not show it.")
        }
        Output.line(
          known.contains(slug)
            ? "\(app.repository) is the app \(app.title) already."
            : "App \(app.title) added; `airlock run --app \(app.title)` builds it.")
      }
    }

    /// A path as the service needs it; a URL as it is.
    private static func place(_ text: String) -> String {
      let files = FileManager.default
      let isURL = text.contains("://") || (text.contains("@") && text.contains(":"))
      guard !isURL || files.fileExists(atPath: text) else { return text }
      return URL(
        filePath: text, relativeTo: URL(filePath: files.currentDirectoryPath)
      ).standardizedFileURL.path
    }
  }

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

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove an app with all its builds, logs and artifacts.",
      discussion: "The repository stays as it is.")

    @Argument(help: "Its title or slug.")
    var app: String

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "End builds that run and shut machines that are open first.")
    var force = false

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try AppCommand.named(app, in: try await session.client.apps())
        if !yes, try !Self.confirms("Remove \(app.title) with all its builds? [y/N] ") { return }
        try await session.client.removeApp(app.slug, byForce: force)
        Output.line("App \(app.title) is removed.")
      }
    }

    private static func confirms(_ question: String) throws -> Bool {
      guard isatty(STDIN_FILENO) == 1 else {
        throw ProgramError(.failed, "Nobody is there to ask; --yes removes without asking.")
      }
      Output.write(question, to: STDOUT_FILENO)
      return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
  }

  struct Rolling: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have a newer build abort older ones of its workflow and branch.",
      discussion: """
        Off by default. Builds whose machine is open go on, and builds with remote access abort \
        none. Without --workflow, all workflows are switched, also those switched by themselves.
        """)

    enum Position: String, ExpressibleByArgument, CaseIterable {
      case on, off
    }

    enum Kind: String, ExpressibleByArgument, CaseIterable {
      case push
      case pullRequest = "pull-request"

      var rolling: RollingKind {
        switch self {
        case .push: .push
        case .pullRequest: .pullRequest
        }
      }
    }

    @Argument(help: "Its title or slug.")
    var app: String

    @Argument(help: "on or off.")
    var position: Position

    @Option(help: "Only this workflow.")
    var workflow: String?

    @Option(help: "Only builds of branches (push) or of pull requests; without it, both.")
    var kind: Kind?

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try AppCommand.named(app, in: try await session.client.apps())
        let switches = try await session.client.setRolling(
          RollingBody(workflow: workflow, kind: kind?.rolling, enabled: position == .on),
          of: app.slug)
        var table = TextTable(["WORKFLOW", "KIND", "ROLLING"])
        for found in switches {
          table.add([
            found.workflow ?? "(all others)", found.kind?.rawValue ?? "",
            found.enabled ? "on" : "off",
          ])
        }
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
