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
    let app: App
    if let path = Self.folder(wanted) {
      app = try await folderApp(path, request)
    } else {
      app = try urlApp(wanted, request)
    }
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

  private func folderApp(_ path: String, _ request: RegisterRequest) async throws -> App {
    let repository = try await GitFolder.inspect(path)
    guard let branch = request.defaultBranchName ?? repository.branch else {
      throw Refusal(
        .badRequest,
        "\(repository.top) has no branch checked out; check one out, or name a default branch.")
    }
    let app = makeApp(
      title: request.title ?? URL(filePath: repository.top).lastPathComponent,
      repository: repository.top, branch: branch)
    // Only read: a mistake in it is told when a build is asked for.
    _ = try await Intake(parts: parts).text(of: app)
    return app
  }

  private func urlApp(_ address: String, _ request: RegisterRequest) throws -> App {
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
    let last = address.split { "/:".contains($0) }.last.map(String.init) ?? address
    let title = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    return makeApp(
      title: request.title ?? title, repository: address,
      branch: request.defaultBranchName ?? "main")
  }

  private func makeApp(title: String, repository: String, branch: String) -> App {
    App(
      slug: AppSlug(rawValue: FreshSlug.app()), title: title, repository: repository,
      defaultBranch: branch, createdAt: parts.now)
  }
}
