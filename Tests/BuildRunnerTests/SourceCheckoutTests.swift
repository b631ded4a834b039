import BuildModel
import Foundation
import Testing
import TestSupport

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct SourceCheckoutTests {
  private let repository: Repository

  init() throws { repository = try Repository() }

  @Test func `the default branch comes where nothing else is asked for`() async throws {
    try await repository.git("init", "-q", "-b", "trunk")
    let commit = try await repository.commit("Begin\n\nwith care", file: "a", "1")
    let state = try await checkout()
    #expect(
      state
        == SourceState(
          remote: repository.path, branch: "trunk", commitHash: commit,
          commitMessage: "Begin\n\nwith care"))
    #expect(try repository.checkedOut("a") == "1")
  }

  @Test func `a commit wins over a tag and a tag over a branch`() async throws {
    try await repository.git("init", "-q", "-b", "main")
    let first = try await repository.commit("One", file: "a", "1")
    try await repository.git("tag", "v1")
    let second = try await repository.commit("Two", file: "a", "2")
    try await repository.git("checkout", "-q", "-b", "other")
    try await repository.commit("Three", file: "a", "3")
    let byTag = try await checkout(branch: "other", tag: "v1")
    #expect(byTag.commitHash == first && byTag.branch == nil)
    let byCommit = try await checkout(branch: "main", tag: "v1", commit: second)
    #expect(byCommit.commitHash == second && byCommit.branch == "main")
    let byBranch = try await checkout(branch: "other")
    #expect(byBranch.commitMessage == "Three" && byBranch.branch == "other")
  }

  @Test(arguments: ["git", "file"])
  func `the same holds for what is served elsewhere`(scheme: String) async throws {
    try await repository.git("init", "-q", "-b", "main")
    let first = try await repository.commit("One", file: "a", "1")
    try await repository.git("tag", "v1")
    try await repository.commit("Two", file: "a", "2")
    try await repository.git("checkout", "-q", "-b", "other")
    try await repository.commit("Three", file: "a", "3")
    // Held by no branch and no tag, and still to be had.
    let lost = try await repository.commit("Lost", file: "a", "4")
    try await repository.git("reset", "-q", "--hard", "HEAD~1")
    try await repository.git("checkout", "-q", "main")
    let bare = repository.folder + "/bare.git"
    try await repository.git("clone", "-q", "--mirror", ".", bare)
    try await repository.git("push", "-q", bare, "\(lost):refs/hidden/lost")
    let daemon = try GitDaemon(serving: repository.folder)
    let url = scheme == "git" ? daemon.url(of: "bare.git") : "file://\(bare)"
    #expect(try await checkout(of: url).commitMessage == "Two")
    #expect(try await checkout(of: url, branch: "other").commitMessage == "Three")
    #expect(try await checkout(of: url, branch: "other", tag: "v1").commitHash == first)
    let byCommit = try await checkout(of: url, branch: "main", tag: "v1", commit: lost)
    #expect(byCommit.commitHash == lost && byCommit.remote == url)
    #expect(try await checkout(of: url, commit: String(first.prefix(8))).commitHash == first)
  }

  @Test func `what cannot be cloned is told in one sentence`() async throws {
    #expect(
      try await failure()
        == "\(repository.path) is no git repository; run “git init” and commit there first")
    try await repository.git("init", "-q", "-b", "main")
    #expect(try await failure() == "\(repository.path) has no commit yet; commit something first")
    try await repository.commit("Begin", file: "a", "1")
    #expect(try await failure(branch: "nope") == "\(repository.path) has no branch “nope”")
    #expect(try await failure(tag: "v9") == "\(repository.path) has no tag “v9”")
    #expect(try await failure(commit: "abcdef12") == "\(repository.path) has no commit abcdef12")
    #expect(try await failure(commit: "--all") == "“--all” is no commit hash")
    try FileManager.default.removeItem(atPath: repository.path)
    #expect(try await failure() == "there is no folder \(repository.path)")
  }

  @Test func `nothing in a repository is carried out`() async throws {
    try await repository.git("init", "-q", "-b", "main")
    try await repository.commit("Begin", file: ".gitattributes", "* filter=evil\n")
    let witness = repository.folder + "/witness"
    try await repository.git("config", "filter.evil.smudge", "touch \(witness)")
    try await repository.git("config", "filter.evil.clean", "touch \(witness)")
    let hook = repository.path + "/.git/hooks/post-checkout"
    try FileManager.default.createDirectory(
      atPath: repository.path + "/.git/hooks", withIntermediateDirectories: true)
    try "#!/bin/sh\ntouch \(witness)\n".write(toFile: hook, atomically: true, encoding: .utf8)
    chmod(hook, 0o755)
    _ = try await checkout()
    #expect(!FileManager.default.fileExists(atPath: witness))
  }

  @Test func `a symbolic link of the repository stays a link`() async throws {
    try await repository.git("init", "-q", "-b", "main")
    let outside = repository.folder + "/outside"
    try FileManager.default.createDirectory(
      atPath: outside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: repository.path + "/link", withDestinationPath: outside)
    try await repository.commit("Begin", file: "a", "1")
    _ = try await checkout()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: repository.target + "/link")
        == outside)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
  }

  @Test func `the copy shares no file with the original`() async throws {
    try await repository.git("init", "-q", "-b", "main")
    try await repository.commit("Begin", file: "a", "1")
    _ = try await checkout()
    let objects = FileManager.default.enumerator(atPath: repository.target + "/.git/objects")
    var files = 0
    for case let name as String in try #require(objects) {
      var status = stat()
      stat(repository.target + "/.git/objects/" + name, &status)
      guard status.st_mode & S_IFMT == S_IFREG else { continue }
      files += 1
      #expect(status.st_nlink == 1)
    }
    #expect(files > 0)
  }

  @Test(arguments: [
    ("https://me:secret@host/a.git", "https://host/a.git", "https://me:secret@host"),
    ("https://token@host:8443/a", "https://host:8443/a", "https://token:@host:8443"),
    ("https://host/a@b", "https://host/a@b", nil),
    ("git@host:a/b.git", "git@host:a/b.git", nil),
    ("/folder/a@b", "/folder/a@b", nil),
  ])
  func `a secret is kept apart from the address`(
    text: String, remote: String, credential: String?
  ) {
    let address = RepositoryAddress(text)
    #expect(address.remote == remote)
    #expect(address.credential == credential)
  }

  private func checkout(
    of repository: String? = nil, branch: String? = nil, tag: String? = nil, commit: String? = nil
  ) async throws -> SourceState {
    try? FileManager.default.removeItem(atPath: self.repository.target)
    try FileManager.default.createDirectory(
      atPath: self.repository.target, withIntermediateDirectories: true)
    let order = BuildOrder(
      build: BuildSlug(rawValue: "b"), number: 1, app: AppSlug(rawValue: "a"), appTitle: "A",
      repository: repository ?? self.repository.path, branch: branch, tag: tag,
      commitHash: commit, workflow: "test", configuration: "")
    let repository = self.repository
    return try await SourceCheckout(
      order, into: repository.target, workspace: repository.folder + "/git"
    ).run()
  }

  private func failure(
    branch: String? = nil, tag: String? = nil, commit: String? = nil
  ) async throws -> String? {
    let error = await #expect(throws: RunError.self) {
      try await checkout(branch: branch, tag: tag, commit: commit)
    }
    return error?.description
  }
}
