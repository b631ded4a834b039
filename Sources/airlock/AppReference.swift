import BuildModel
import Foundation

extension Session {
  /// The app that a person names by title or slug; the current folder's where they name none.
  func app(_ name: String?) async throws -> App {
    let apps = try await client.apps()
    guard let name else {
      if let app = apps.first(where: { $0.slug == here }) { return app }
      guard apps.count == 1, let app = apps.first else {
        throw ProgramError(.noSuchThing, "This folder is no app; name one by --app.")
      }
      return app
    }
    let matching = apps.filter { $0.title == name || $0.slug.rawValue == name }
    guard let app = matching.first else {
      let known = apps.map(\.title).joined(separator: ", ")
      throw ProgramError(
        .noSuchThing, "There is no app \(name), or it is not yours; there are: \(known).")
    }
    guard matching.count == 1 else {
      let slugs = matching.map(\.slug.rawValue).joined(separator: ", ")
      throw ProgramError(.noSuchThing, "\(name) could be any of \(slugs); name one of these.")
    }
    return app
  }
}
