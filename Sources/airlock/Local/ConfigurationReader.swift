import BuildModel
import BuildRunner
import BuildServer
import Foundation

/// Reads an app's `bitrise.yml` for the service.
struct ConfigurationReader: Sendable {
  /// The service's data folder, where a repository from elsewhere is looked into.
  let folder: URL

  /// The configuration as it stands now: a folder's own file, as it lies there; else the one of
  /// the source that is to be built.
  func read(_ app: App, _ source: SourceReference) async throws -> ConfigurationText {
    if app.repository.hasPrefix("/") {
      return try text(at: URL(filePath: app.repository), of: app, name: nil)
    }
    let place = folder.appending(path: "look-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let checkout = place.appending(path: "source")
    try Directories.makePrivate(checkout)
    let order = BuildOrder(
      build: BuildSlug(rawValue: "look"), number: 0, app: app.slug, appTitle: app.title,
      repository: app.repository, branch: source.branch, tag: source.tag,
      commitHash: source.commitHash, workflow: "", configuration: "")
    _ = try await SourceCheckout(
      order, into: checkout.path, workspace: place.appending(path: "git").path
    ).run()
    return try text(at: checkout, of: app, name: "bitrise.yml")
  }

  private func text(at folder: URL, of app: App, name: String?) throws -> ConfigurationText {
    let file = folder.appending(path: "bitrise.yml")
    do {
      return ConfigurationText(
        text: try SourceTree(folder.path).text(at: ["bitrise.yml"]), name: name ?? file.path)
    } catch let problem as SourceTree.Problem {
      guard !problem.isMissing else {
        throw ProgramError(
          .noSuchThing,
          "\(app.title) has no bitrise.yml in"
            + " \(name == nil ? folder.path : "the source that is to be built").")
      }
      throw ProgramError(.failed, "\(name ?? file.path) \(problem.sentence).")
    }
  }

  /// What the service needs to know of a configuration.
  @Sendable
  static func describe(_ text: ConfigurationText) throws -> ConfigurationDigest {
    let configuration = try Configuration.parse(text.text, name: text.name)
    let names = configuration.workflowNames
    var stacks: [String: StackName] = [:]
    for name in names { stacks[name] = configuration.stack(of: name) }
    var digest = ConfigurationDigest(workflows: names, stacks: stacks) {
      try configuration.defaultWorkflow(for: $0)
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

  /// What is wrong and what is strange about a configuration.
  @Sendable
  static func validate(_ text: String) -> (errors: [String], warnings: [String]) {
    let check = ConfigurationCheck(text, name: "bitrise.yml")
    return (check.errors, check.warnings)
  }
}
