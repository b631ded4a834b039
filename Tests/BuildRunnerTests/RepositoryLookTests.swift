import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct RepositoryLookTests {
  private let repository: Repository

  init() throws { repository = try Repository() }

  private func look(
    _ address: String, branch: String? = nil, patience: Duration = .seconds(20)
  ) async throws -> RepositoryFacts {
    let place = repository.folder + "/look"
    defer { #expect(!FileManager.default.fileExists(atPath: place)) }
    return try await RepositoryLook(workspace: place, patience: patience)
      .facts(of: address, branch: branch)
  }

  private func failure(
    _ address: String, branch: String? = nil, patience: Duration = .seconds(20)
  ) async -> String {
    let error = await #expect(throws: RunError.self) {
      _ = try await look(address, branch: branch, patience: patience)
    }
    return error?.sentence ?? ""
  }

  @Test func `a folder tells its branch, and goes by its real path`() async throws {
    try await repository.git("init", "-q", "-b", "trunk")
    try await repository.commit("Begin", file: "a", "1")
    let link = repository.folder + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: repository.path)
    #expect(
      try await look(link) == RepositoryFacts(address: repository.path, defaultBranch: "trunk"))
    try await repository.git("checkout", "-q", "--detach")
    #expect(try await look(link).defaultBranch == nil)
  }

  @Test func `a bare repository is a URL, and its HEAD tells the default branch`() async throws {
    try await repository.git("init", "-q", "-b", "trunk")
    try await repository.commit("Begin", file: "a", "1")
    try await repository.git("branch", "dev")
    let bare = repository.folder + "/bare one.git"
    try await repository.git("clone", "-q", "--bare", ".", bare)
    let facts = try await look(bare)
    #expect(facts.address == "file://\(repository.folder)/bare%20one.git")
    #expect(facts.defaultBranch == "trunk")
    #expect(try await look(facts.address, branch: "dev").defaultBranch == "trunk")
    #expect(
      await failure(facts.address, branch: "none") == "\(facts.address) has no branch “none”")
  }

  @Test func `what is served elsewhere is asked for its default branch`() async throws {
    try await repository.git("init", "-q", "-b", "trunk")
    try await repository.commit("Begin", file: "a", "1")
    let daemon = try GitDaemon(serving: repository.folder)
    let url = daemon.url(of: "repository")
    #expect(try await look(url) == RepositoryFacts(address: url, defaultBranch: "trunk"))
  }

  @Test func `what cannot be read is told in git's or ssh's own words`() async throws {
    #expect(
      await failure("git://127.0.0.1:1/nothing")
        .hasPrefix("cannot read git://127.0.0.1:1/nothing: unable to connect to 127.0.0.1"))
    #expect(
      await failure("ssh://nobody@127.0.0.1:1/nothing")
        == "cannot read ssh://nobody@127.0.0.1:1/nothing:"
        + " ssh: connect to host 127.0.0.1 port 1: Connection refused")
    #expect(
      await failure("file:///no/such/place")
        == "cannot read file:///no/such/place:"
        + " '/no/such/place' does not appear to be a git repository")
    #expect(await failure("/no/such/place") == "there is no folder /no/such/place")
  }

  @Test func `a repository without a commit is none to build`() async throws {
    try await repository.git("init", "-q", "-b", "trunk")
    #expect(
      await failure(repository.path)
        == "\(repository.path) has no commit yet; builds run what is committed")
    #expect(await failure("file://" + repository.path).contains("has no commit yet"))
  }

  @Test func `who does not answer is not waited for long`() async throws {
    let silent = try SilentServer()
    let url = "git://127.0.0.1:\(silent.port)/nothing"
    #expect(
      await failure(url, patience: .seconds(1)) == "\(url) does not answer: git has waited 1 s")
  }
}
