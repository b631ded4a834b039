import BuildModel
import Foundation

extension [App] {
  /// The apps that a title or slug may mean.
  ///
  /// - Throws: `ProgramError` where there is none.
  func matching(_ name: String) throws -> [App] {
    let matching = filter { $0.title == name || $0.slug.rawValue == name }
    guard matching.isEmpty else { return matching }
    throw ProgramError(
      .noSuchThing,
      "There is no app \(name); "
        + (isEmpty
          ? "there are none yet." : "there are: \(map(\.title).joined(separator: ", "))."))
  }

  /// The one app that a title or slug means.
  func named(_ name: String) throws -> App {
    let matching = try matching(name)
    guard matching.count == 1 else {
      let slugs = matching.map(\.slug.rawValue).joined(separator: ", ")
      throw ProgramError(.noSuchThing, "\(name) could be any of \(slugs); name the slug.")
    }
    return matching[0]
  }
}

extension Session {
  /// The app of a title or slug; without one, the current folder's, or the only one there is.
  func app(_ name: String?) async throws -> App {
    let apps = try await client.apps()
    if let name { return try apps.named(name) }
    if let app = apps.first(where: { $0.slug == here }) { return app }
    if CurrentProject.lacksRepository(FileManager.default.currentDirectoryPath) {
      throw ProgramError(
        .noSuchThing,
        "This folder holds a bitrise.yml but is in no git repository; "
          + "`git init` and a commit make it one.")
    }
    guard apps.count == 1 else {
      throw ProgramError(
        .noSuchThing, "This folder is no app: go to one with a bitrise.yml, or name one by --app.")
    }
    return apps[0]
  }
}
