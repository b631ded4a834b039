import ArgumentParser
import BuildClient
import Foundation

extension AppCommand {
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
        filePath: text,
        relativeTo: URL(filePath: files.currentDirectoryPath, directoryHint: .isDirectory)
      ).standardizedFileURL.path
    }
  }
}
