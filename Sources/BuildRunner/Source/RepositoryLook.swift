package import BuildModel
import Foundation

/// Looks whether a repository is one that builds can be made of, before it becomes an app.
package struct RepositoryLook: Sendable {
  private let workspace: String
  private let patience: Duration

  /// - Parameters:
  ///   - workspace: a folder for git's own files, made and removed again.
  ///   - patience: how long a repository elsewhere may take to answer.
  package init(workspace: String, patience: Duration = .seconds(20)) {
    self.workspace = workspace
    self.patience = patience
  }

  /// What there is at an absolute path or a git URL.
  ///
  /// - Parameter branch: must be there, where it is not nil.
  /// - Throws: `RunError` with one sentence that says what is missing, in git's own words where it
  ///   has any.
  package func facts(of text: String, branch: String?) async throws -> RepositoryFacts {
    let files = FileManager.default
    try files.createDirectory(
      atPath: workspace, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(atPath: workspace) }
    let address = RepositoryAddress(text)
    let git = try Git(workspace: workspace, credential: address.credential)
    guard address.isFolder else { return try await remoteFacts(text, address, branch, git) }
    let folder = URL(filePath: address.remote).resolvingSymlinksInPath().path
    try checkFolder(address.remote)
    let bare = try await git.run(["-C", folder, "rev-parse", "--is-bare-repository"])
    if bare.output.trimmingWhitespace() == "true" {
      // Without a working tree it is read as what lies elsewhere is.
      let url = URL(filePath: folder, directoryHint: .notDirectory).absoluteString
      return try await remoteFacts(url, RepositoryAddress(url), branch, git)
    }
    return try await folderFacts(folder, called: address.remote, git)
  }

  private func checkFolder(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw RunError("there is no folder \(path)")
    }
    guard isFolder.boolValue else { throw RunError("\(path) is not a folder") }
  }

  private func folderFacts(
    _ folder: String, called path: String, _ git: Git
  ) async throws -> RepositoryFacts {
    let top = try await git.succeed(
      ["-C", folder, "rev-parse", "--show-toplevel"], or: "\(path) is not a git repository"
    ).trimmingWhitespace()
    guard top == folder else {
      throw RunError("\(path) lies inside the git repository \(top); add that instead")
    }
    guard try await git.commit("HEAD", in: folder) != nil else {
      throw RunError("\(path) has no commit yet; builds run what is committed")
    }
    let branch = try await git.run(["-C", folder, "symbolic-ref", "--short", "--quiet", "HEAD"])
    return RepositoryFacts(
      address: folder,
      defaultBranch: branch.status == 0 ? branch.output.trimmingWhitespace() : nil)
  }

  private func remoteFacts(
    _ text: String, _ address: RepositoryAddress, _ branch: String?, _ git: Git
  ) async throws -> RepositoryFacts {
    let wanted = ["HEAD"] + (branch.map { ["refs/heads/\($0)"] } ?? [])
    let output = try await inTime(address.remote) {
      try await git.succeed(
        ["ls-remote", "--symref", "--", address.remote] + wanted,
        or: "cannot read \(address.remote)")
    }
    let lines = output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    guard lines.contains(where: { $0.count == 2 }) else {
      throw RunError(
        branch.map { "\(address.remote) has no branch “\($0)”" }
          ?? "\(address.remote) has no commit yet; builds run what is committed")
    }
    if let branch, !lines.contains(where: { $0.last == "refs/heads/\(branch)" }) {
      throw RunError("\(address.remote) has no branch “\(branch)”")
    }
    let head = lines.first { $0.last == "HEAD" && $0[0].hasPrefix("ref: refs/heads/") }
    return RepositoryFacts(
      address: text, defaultBranch: head.map { String($0[0].dropFirst(16)) })
  }

  private func inTime(
    _ remote: String, _ work: @escaping @Sendable () async throws -> String
  ) async throws -> String {
    try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask(operation: work)
      group.addTask { [patience] in
        try await Task.sleep(for: patience)
        throw RunError("\(remote) does not answer: git has waited \(patience.components.seconds) s")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? ""
    }
  }
}
