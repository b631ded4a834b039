import ArgumentParser
import BuildAPI
import Foundation

struct SecretCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secret",
    abstract: "Variables of an app that builds get and nobody sees.",
    discussion: "For owners and admins of the app.",
    subcommands: [Put.self, List.self, Remove.self])

  struct Put: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set",
      abstract: "Set a secret; its value is asked for without showing it, or read from a pipe.",
      discussion: "airlock secret set SIGNING_KEY --app sample < key.pem")

    private static let mostBytes = 64 << 10

    @Argument(help: "The variable's name.")
    var name: String

    @Option(help: "The app's title or slug, where it is not the current folder's.")
    var app: String?

    @Flag(help: "Let nobody read the value again; this cannot be undone.")
    var protected = false

    @Flag(
      inversion: .prefixedNo,
      help: "Let builds of pull requests have it too, which run what others have written.")
    var pullRequests: Bool?

    @Flag(inversion: .prefixedNo, help: "Replace $NAME in the value by other variables.")
    var expand: Bool?

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try await session.app(self.app)
        let value = try await Prompt.text("Value of \(name): ", limit: Self.mostBytes)
        try await session.client.setSecret(
          name, of: app.slug,
          SecretRequest(
            value: value, isProtected: protected ? true : nil,
            isExposedForPullRequests: pullRequests, expandInStepInputs: expand))
        Output.line("\(name) is set for the builds of \(app.title) from now on.")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the names of an app's secrets.")

    @Option(help: "The app's title or slug, where it is not the current folder's.")
    var app: String?

    @Flag(help: "Print an array as JSON.")
    var json = false

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try await session.app(self.app)
        let secrets = try await session.client.secrets(app.slug)
        if json { return try Output.json(secrets) }
        guard !secrets.isEmpty else { return Output.line("\(app.title) has no secrets.") }
        var table = TextTable(["NAME", "PROTECTED", "EXPANDED", "PULL REQUESTS"])
        for secret in secrets {
          table.add([
            secret.name, secret.isProtected ? "yes" : "no",
            secret.expandInStepInputs ? "yes" : "no",
            secret.isExposedForPullRequests ? "yes" : "no",
          ])
        }
        for line in table.lines { Output.line(line) }
      }
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a secret.")

    @Argument(help: "The variable's name.")
    var name: String

    @Option(help: "The app's title or slug, where it is not the current folder's.")
    var app: String?

    func run() throws {
      try runBlocking {
        let session = try await Session.open()
        let app = try await session.app(self.app)
        try await session.client.removeSecret(name, of: app.slug)
        Output.line("\(name) is removed; builds of \(app.title) no longer get it.")
      }
    }
  }
}
