import BuildClient
import BuildModel
import Foundation
import Workstation

/// The app that the repository in the current folder is to a service elsewhere.
struct RemoteProject: Sendable {
  let client: BuildClient
  let environment: [String: String]
  /// Where it is noted which repositories are which apps, since there may be thousands of these.
  var notes: URL?

  /// An app may be called anything; so many are looked through, those that were built last first.
  private static let mostLookedThrough = 500

  /// - Returns: nil where the folder is no repository, has no `origin`, or is no app there.
  func app(of folder: String) async throws -> AppSlug? {
    if let named = BitriseCommandLine.app(environment) { return AppSlug(rawValue: named) }
    let names = await names(of: folder)
    guard let first = names.first else { return nil }
    let note = "\(client.connection.url.absoluteString) \(first.host)/\(first.path)"
    if let noted = noted[note] { return AppSlug(rawValue: noted) }
    let found = try await find(names)
    // That there is none may be otherwise tomorrow.
    if let found { write(found, for: note) }
    return found
  }

  /// The repository's name as it is written down, and as git's own rules have it.
  ///
  /// Such a rule may spell out an abbreviation, or lead to a copy that the service knows nothing of.
  private func names(of folder: String) async -> [RepositoryName] {
    guard let git = ProgramSearch.path(of: "git", environment: environment) else { return [] }
    var names: [RepositoryName] = []
    for question in [["config", "--get", "remote.origin.url"], ["remote", "get-url", "origin"]] {
      let answer = await ProgramRun.output(
        git, ["-C", folder] + question, environment: environment, limit: 4096)
      guard let answer, answer.status == 0, let name = RepositoryName(answer.output) else {
        continue
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func find(_ names: [RepositoryName]) async throws -> AppSlug? {
    func isWanted(_ app: App) -> Bool {
      RepositoryName(app.repository).map(names.contains) ?? false
    }
    // Asked for by the name they nearly always have.
    for title in Set(names.map(\.name)) {
      if let app = try await client.apps(title: title).first(where: isWanted) { return app.slug }
    }
    return try await client.apps(limit: Self.mostLookedThrough).first(where: isWanted)?.slug
  }

  private var noted: [String: String] {
    guard let notes, let data = try? Data(contentsOf: notes) else { return [:] }
    return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
  }

  private func write(_ app: AppSlug, for note: String) {
    guard let notes else { return }
    var all = noted
    all[note] = app.rawValue
    try? Directories.makePrivate(notes.deletingLastPathComponent())
    try? JSONEncoder().encode(all).write(to: notes, options: .atomic)
  }
}
