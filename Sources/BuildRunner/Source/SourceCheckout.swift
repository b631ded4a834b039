package import BuildModel
import Foundation

/// The source of a build as it lies in its machine.
package struct SourceState: Sendable, Equatable {
  /// Where it came from, without a secret.
  package var remote: String
  /// Nil for a tag or a commit alone.
  package var branch: String?
  package var commitHash: String
  package var commitMessage: String
}

/// Puts the source of a build into the folder that its machine will see.
///
/// It runs on the host, before the machine does, so that nothing of a build can bend a path
/// under git's hands, and with a git configuration of its own, so that neither the user's
/// settings nor anything in the repository is carried out.
package struct SourceCheckout: Sendable {
  private let address: RepositoryAddress
  private let branch: String?
  private let tag: String?
  private let commit: String?
  private let folder: String
  private let workspace: String

  /// - Parameters:
  ///   - folder: the machine's source folder on the host; empty.
  ///   - workspace: a folder for git's own files, made and removed again; no machine sees it.
  package init(_ order: BuildOrder, into folder: String, workspace: String) {
    address = RepositoryAddress(order.repository)
    branch = order.branch.flatMap { $0.isEmpty ? nil : $0 }
    tag = order.tag.flatMap { $0.isEmpty ? nil : $0 }
    commit = order.commitHash.flatMap { $0.isEmpty ? nil : $0 }
    self.folder = folder
    self.workspace = workspace
  }

  /// Clones, and checks out the commit, else the tag, else the branch, else the default branch.
  ///
  /// - Throws: `RunError` with one sentence, `CancellationError` where the task was cancelled.
  package func run() async throws -> SourceState {
    let files = FileManager.default
    try files.createDirectory(
      atPath: workspace, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(atPath: workspace) }
    let git = try Git(workspace: workspace, credential: address.credential)
    try await clone(with: git)
    let target = try await target(with: git)
    try await git.succeed(
      ["-C", folder, "checkout", "--quiet", "--force"] + target.checkout,
      or: "cannot check out \(target.name) of \(address.remote)")
    let about = try await git.succeed(
      ["-C", folder, "log", "-1", "--no-show-signature", "--format=%H%n%B"],
      or: "cannot read the commit of \(address.remote)")
    let lines = about.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return SourceState(
      remote: address.remote, branch: target.branch, commitHash: String(lines[0]),
      commitMessage: lines.count > 1 ? lines[1].trimmingWhitespace() : "")
  }

  private func clone(with git: Git) async throws {
    if address.isFolder {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: address.remote, isDirectory: &isFolder),
        isFolder.boolValue
      else { throw RunError("there is no folder \(address.remote)") }
      let isRepository = try await git.run(["-C", address.remote, "rev-parse", "--git-dir"])
      guard isRepository.status == 0 else {
        throw RunError(
          "\(address.remote) is no git repository; run “git init” and commit there first")
      }
    }
    // No hard links: what a build does to its own repository must not reach the original.
    try await git.succeed(
      [
        "clone", "--quiet", "--no-checkout", "--no-hardlinks", "--template=", "--", address.remote,
        folder,
      ],
      or: "cannot clone \(address.remote)")
    let commits = try await git.run(["-C", folder, "rev-list", "--all", "--max-count=1"])
    guard commits.status == 0, !commits.output.isEmpty else {
      throw RunError("\(address.remote) has no commit yet; commit something first")
    }
  }

  private struct Target {
    var name: String
    var branch: String?
    /// What follows `git checkout`.
    var checkout: [String]
  }

  private func target(with git: Git) async throws -> Target {
    if let commit { return try await target(commit: commit, with: git) }
    if let tag {
      guard let found = try await git.commit("refs/tags/\(tag)", in: folder) else {
        throw RunError("\(address.remote) has no tag “\(tag)”")
      }
      return Target(name: "tag “\(tag)”", branch: nil, checkout: ["--detach", found])
    }
    if let branch {
      guard let found = try await git.commit("refs/remotes/origin/\(branch)", in: folder) else {
        throw RunError("\(address.remote) has no branch “\(branch)”")
      }
      return Target(
        name: "branch “\(branch)”", branch: branch, checkout: ["-B", branch, found])
    }
    guard let head = try await git.commit("HEAD", in: folder) else {
      throw RunError("\(address.remote) has no default branch; name a branch for the build")
    }
    let name = try await git.run(["-C", folder, "symbolic-ref", "--quiet", "--short", "HEAD"])
    guard name.status == 0 else {
      return Target(name: "its HEAD", branch: nil, checkout: ["--detach", head])
    }
    let current = name.output.trimmingWhitespace()
    return Target(name: "branch “\(current)”", branch: current, checkout: ["-B", current, head])
  }

  private func target(commit: String, with git: Git) async throws -> Target {
    guard commit.count >= 4, commit.allSatisfy(\.isHexDigit) else {
      throw RunError("“\(commit)” is no commit hash")
    }
    var found = try await git.commit(commit, in: folder)
    if found == nil, commit.count >= 40 {
      // A commit that no branch or tag holds has to be asked for by name.
      _ = try await git.run(["-C", folder, "fetch", "--quiet", "origin", commit])
      found = try await git.commit(commit, in: folder)
    }
    guard let found else { throw RunError("\(address.remote) has no commit \(commit)") }
    // A build of a branch's commit stands on that branch, so that a push from inside works.
    guard let branch, try await git.commit("refs/remotes/origin/\(branch)", in: folder) != nil
    else { return Target(name: "commit \(commit)", branch: branch, checkout: ["--detach", found]) }
    return Target(
      name: "commit \(commit)", branch: branch, checkout: ["-B", branch, found])
  }
}
