import BuildClient
import BuildModel
import Foundation

/// A build as a person names it: `42`, `app#42`, a slug, or the address of its page.
enum BuildReference: Equatable {
  case number(Int)
  case ofApp(String, Int)
  case slug(BuildSlug)

  init(_ text: String) throws {
    if let slug = Self.slug(inAddress: text) {
      self = .slug(slug)
      return
    }
    let text = text.hasPrefix("#") ? String(text.dropFirst()) : text
    if let hash = text.lastIndex(of: "#") {
      guard let number = Int(text[text.index(after: hash)...]), hash != text.startIndex else {
        throw ProgramError(.failed, "\(text) names no build; write 42, app#42 or a slug.")
      }
      self = .ofApp(String(text[..<hash]), number)
    } else if let number = Int(text), number > 0, text.count < 12 {
      self = .number(number)
    } else {
      self = .slug(BuildSlug(rawValue: text))
    }
  }
}

extension BuildReference {
  /// The slug in `https://app.bitrise.io/build/SLUG`, `…/app/APP/build/SLUG`, and in an address of
  /// our own service; nil for what is no address of a build.
  private static func slug(inAddress text: String) -> BuildSlug? {
    guard text.hasPrefix("https://") || text.hasPrefix("http://"),
      let path = URLComponents(string: text)?.path
    else { return nil }
    let parts = path.split(separator: "/").map(String.init)
    guard let place = parts.lastIndex(where: { $0 == "build" || $0 == "builds" }),
      parts.indices.contains(place + 1)
    else { return nil }
    return BuildSlug(rawValue: parts[place + 1])
  }
}

/// Finds what a reference names.
struct BuildFinder {
  let client: BuildClient
  /// The app of the current folder, which a bare number prefers.
  let here: AppSlug?

  /// An account may have thousands of apps, and no list that is short: a slug or a number without
  /// an app is looked for in so many that were built last.
  private static let mostApps = 200

  func find(_ text: String) async throws -> (App, Build) {
    switch try BuildReference(text) {
    case .slug(let slug): return try await build(slug, named: text)
    case .ofApp(let name, let number):
      let titled = try await client.apps(title: name)
      if !titled.isEmpty { return try await only(number, in: titled, named: text) }
      return try await only(number, in: client.apps().matching(name), named: text)
    case .number(let number):
      if let here, let app = try? await client.app(here) {
        return try await only(number, in: [app], named: text)
      }
      return try await only(number, in: client.apps(limit: Self.mostApps), named: text)
    }
  }

  private func build(_ slug: BuildSlug, named text: String) async throws -> (App, Build) {
    if let listed = try await client.builds(limit: 100).first(where: { $0.slug == slug }) {
      let app = try await client.app(listed.app)
      return (app, try await client.build(app, slug))
    }
    for app in try await client.apps(limit: Self.mostApps) {
      do { return (app, try await client.build(app, slug)) } catch let error as ServiceError
        where error.code == .notFound
      { continue }
    }
    throw ProgramError(.noSuchThing, "There is no build \(text); `airlock builds` lists them.")
  }

  private func only(
    _ number: Int, in apps: [App], named text: String
  ) async throws -> (App, Build) {
    var found: [(App, Build)] = []
    for app in apps {
      found += try await client.builds(of: app, number: number, limit: 1).map { (app, $0) }
    }
    guard let first = found.first else {
      let place = apps.count == 1 ? " in \(apps[0].title)" : ""
      throw ProgramError(
        .noSuchThing, "There is no build \(text)\(place); `airlock builds` lists them.")
    }
    guard found.count == 1 else {
      let shown = found.prefix(6).map { "\($0.0.title)#\(number)" }.joined(separator: ", ")
      let names = found.count > 6 ? "\(shown) and \(found.count - 6) more" : shown
      throw ProgramError(.noSuchThing, "Build \(number) could be any of \(names); name the app.")
    }
    return first
  }
}
