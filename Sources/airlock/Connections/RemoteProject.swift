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
    guard let git = ProgramSearch.path(of: "git", environment: environment),
      let answer = await ProgramRun.output(
        git, ["-C", folder, "remote", "get-url", "origin"], environment: environment,
        limit: 4096), answer.status == 0,
      let wanted = RepositoryName(answer.output)
    else { return nil }
    let note = "\(client.connection.url.absoluteString) \(wanted.host)/\(wanted.path)"
    if let noted = noted[note] { return noted.isEmpty ? nil : AppSlug(rawValue: noted) }
    let found = try await find(wanted)
    // That there is none may be otherwise tomorrow.
    if let found { write(found, for: note) }
    return found
  }

  private func find(_ wanted: RepositoryName) async throws -> AppSlug? {
    // Asked for by the name they nearly always have.
    let named = try await client.apps(title: wanted.name)
      .first { RepositoryName($0.repository) == wanted }
    if let named { return named.slug }
    return try await client.apps(limit: Self.mostLookedThrough)
      .first { RepositoryName($0.repository) == wanted }?.slug
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
