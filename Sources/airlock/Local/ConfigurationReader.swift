import BuildModel
import BuildRunner
import BuildServer
import Foundation

/// Reads an app's `bitrise.yml` for the service.
struct ConfigurationReader: Sendable {
  /// The service's data folder, where a repository from elsewhere is looked into.
  let folder: URL

  /// The configuration as it stands now: a folder's own file, else the default branch's.
  func read(_ app: App) async throws -> ConfigurationText {
    if app.repository.hasPrefix("/") {
      return try text(at: URL(filePath: app.repository), of: app, name: nil)
    }
    let place = folder.appending(path: "look-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let source = place.appending(path: "source")
    try Directories.makePrivate(source)
    let order = BuildOrder(
      build: BuildSlug(rawValue: "look"), number: 0, app: app.slug, appTitle: app.title,
      repository: app.repository, workflow: "", configuration: "")
    _ = try await SourceCheckout(
      order, into: source.path, workspace: place.appending(path: "git").path
    ).run()
    return try text(at: source, of: app, name: "bitrise.yml")
  }

  private func text(at folder: URL, of app: App, name: String?) throws -> ConfigurationText {
    let file = folder.appending(path: "bitrise.yml")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ProgramError(
        .noSuchThing,
        "\(app.title) has no bitrise.yml in \(name == nil ? folder.path : "its default branch").")
    }
    do {
      return ConfigurationText(
        text: try String(contentsOf: file, encoding: .utf8), name: name ?? file.path)
    } catch {
      throw ProgramError(
        .failed, "\(file.path) cannot be read: \(error.localizedDescription)")
    }
  }

  /// What the service needs to know of a configuration.
  @Sendable
  static func describe(_ text: ConfigurationText) throws -> ConfigurationDigest {
    let configuration = try Configuration.parse(text.text, name: text.name)
    let names = configuration.workflowNames
    var stacks: [String: StackName] = [:]
    for name in names { stacks[name] = configuration.stack(of: name) }
    var digest = ConfigurationDigest(workflows: names, stacks: stacks) { _, _ in
      names.contains("primary") ? "primary" : names.count == 1 ? names.first : nil
    }
    for name in names { digest.priorities[name] = configuration.priority(of: name) }
    let effective = try EffectiveText(text.text)
    digest.effectiveText = { effective.text(of: $0) }
    return digest
  }

  /// Looks at a repository that is to become an app.
  func inspect(_ address: String, branch: String?) async throws -> RepositoryFacts {
    let place = folder.appending(path: "look-\(UUID().uuidString)")
    return try await RepositoryLook(workspace: place.path).facts(of: address, branch: branch)
  }
}
