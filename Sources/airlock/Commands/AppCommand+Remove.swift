import ArgumentParser
import BuildClient
import Foundation

extension AppCommand {
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
        let app = try await session.client.apps().named(app)
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
}
