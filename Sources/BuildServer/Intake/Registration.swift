import BuildAPI
import BuildDatabase
import BuildModel
import Foundation

/// Adds apps: folders of this computer that are git repositories, and git URLs.
struct Registration: Sendable {
  let parts: ServiceParts

  /// The app of a repository, added where it is none yet.
  func register(_ request: RegisterRequest, owner: User) async throws -> App {
    let wanted = request.repoURL.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !wanted.isEmpty else { throw Refusal(.badRequest, "repo_url is empty.") }
    let app = try await app(at: wanted, request)
    let registered = try await parts.store.register(app, owner: owner.slug)
    guard try await parts.store.role(of: owner.slug, in: registered.slug) != nil else {
      throw Refusal(
        .forbidden, "This repository is an app already, and you have no role in it.", code: .role)
    }
    return registered
  }

  /// The path in a `file:` URL or an absolute path; nil for what is neither.
  private static func folder(_ repository: String) -> String? {
    if repository.hasPrefix("file://") { return URL(string: repository)?.path }
    return repository.hasPrefix("/") ? repository : nil
  }

  private func app(at wanted: String, _ request: RegisterRequest) async throws -> App {
    let path = Self.folder(wanted)
    if path == nil { try Self.checkURL(wanted) }
    let facts: RepositoryFacts
    do {
      facts = try await parts.configuration.inspectRepository(
        path ?? wanted, request.defaultBranchName)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Refusal(.badRequest, "\(error)")
    }
    guard let branch = request.defaultBranchName ?? facts.defaultBranch else {
      throw Refusal(
        .badRequest,
        "\(RepositoryAddress(facts.address).remote) has no default branch; name the branch that"
          + " builds take.")
    }
    let name = facts.address.removingPercentEncoding ?? facts.address
    let last = name.split { "/:".contains($0) }.last.map(String.init) ?? name
    let app = App(
      slug: AppSlug(rawValue: FreshSlug.app()),
      title: request.title ?? (last.hasSuffix(".git") ? String(last.dropLast(4)) : last),
      repository: facts.address, defaultBranch: branch, createdAt: parts.now)
    // Only read: a mistake in it is told when a build is asked for. From elsewhere it would have
    // to be fetched first, which can take longer than anybody waits here.
    if app.repository.hasPrefix("/") { _ = try await Intake(parts: parts).text(of: app) }
    return app
  }

  private static func checkURL(_ address: String) throws {
    let schemes = ["https://", "http://", "ssh://", "git://"]
    let isShort = address.contains("@") && address.contains(":") && !address.contains("://")
    guard isShort || schemes.contains(where: address.hasPrefix) else {
      throw Refusal(
        .badRequest, "\"\(address)\" is neither the absolute path of a folder nor a git URL.")
    }
    // What begins with a dash would be an option to git and ssh.
    guard !address.hasPrefix("-"), !address.contains(where: \.isWhitespace) else {
      throw Refusal(.badRequest, "\"\(address)\" is no git URL.")
    }
  }
}
