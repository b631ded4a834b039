import BuildModel
import BuildServer
import Foundation
import TestSupport
import Testing

@testable import airlock

@Suite struct ConfigurationReaderTests {
  private let folder: TemporaryFolder
  private let app: App

  init() throws {
    folder = try TemporaryFolder()
    app = App(
      slug: AppSlug(rawValue: "a"), title: "Sample", repository: folder.url.path,
      defaultBranch: "main", createdAt: Date())
  }

  private func read() async throws -> String {
    try await ConfigurationReader(folder: folder.url).read(app, SourceReference()).text
  }

  private func fault() async throws -> String? {
    await #expect(throws: ProgramError.self) { try await read() }.map { "\($0)" }
  }

  @Test func `a folder's own file is read as it stands`() async throws {
    let file = folder.url.appending(path: "bitrise.yml")
    #expect(try await fault() == "Sample has no bitrise.yml in \(folder.url.path).")
    try "workflows: {}".write(to: file, atomically: true, encoding: .utf8)
    #expect(try await read() == "workflows: {}")
  }

  @Test func `elsewhere the source that is to be built holds its configuration`() async throws {
    let repository = try Repository()
    try await repository.git("init", "-q", "-b", "main")
    let first = try await repository.commit(
      "Begin", file: "bitrise.yml", "workflows: {main: {}}\n")
    try await repository.git("checkout", "-q", "-b", "topic")
    try await repository.commit("Change", file: "bitrise.yml", "workflows: {topic: {}}\n")
    try await repository.git("tag", "v1")
    try await repository.git("rm", "-q", "bitrise.yml")
    try await repository.git("commit", "-q", "-m", "Remove")
    try await repository.git("branch", "bare")
    try await repository.git("reset", "-q", "--hard", "v1")
    try await repository.git("checkout", "-q", "-")
    var remote = app
    remote.repository = "file://\(repository.path)"
    func read(_ source: SourceReference) async throws -> String {
      try await ConfigurationReader(folder: folder.url).read(remote, source).text
    }
    #expect(try await read(SourceReference()) == "workflows: {main: {}}\n")
    #expect(try await read(SourceReference(branch: "topic")) == "workflows: {topic: {}}\n")
    let byTag = SourceReference(branch: "main", tag: "v1")
    #expect(try await read(byTag) == "workflows: {topic: {}}\n")
    let byCommit = SourceReference(branch: "topic", tag: "v1", commitHash: first)
    #expect(try await read(byCommit) == "workflows: {main: {}}\n")
    let error = await #expect(throws: ProgramError.self) {
      try await read(SourceReference(branch: "bare"))
    }
    #expect(error?.description == "Sample has no bitrise.yml in the source that is to be built.")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }

  @Test func `what is no text of a bearable size is one sentence`() async throws {
    let file = folder.url.appending(path: "bitrise.yml")
    try Data([0x61, 0x0A, 0xFF]).write(to: file)
    #expect(try await fault() == "\(file.path) is not in UTF-8 in line 2.")
    try Data(count: 10 << 20).write(to: file)
    #expect(try await fault() == "\(file.path) is larger than 1 MiB.")
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(
      atPath: file.path, withDestinationPath: "/etc/passwd")
    #expect(try await fault() == "\(file.path) is a symbolic link, which airlock does not follow.")
    try FileManager.default.removeItem(at: file)
    #expect(mkfifo(file.path, 0o600) == 0)
    #expect(try await fault() == "\(file.path) is no plain file.")
  }

  @Test func `a digest asks the trigger map`() throws {
    let digest = try ConfigurationReader.describe(
      ConfigurationText(
        text: """
          trigger_map: [{push_branch: main, workflow: b}, {tag: '*', pipeline: c}]
          workflows: {a: {meta: {bitrise.io: {stack: linux-x}}}, b: {}}
          """, name: "bitrise.yml"))
    #expect(digest.workflows == ["a", "b"])
    #expect(digest.stacks == ["a": StackName(rawValue: "linux-x")])
    #expect(try digest.defaultWorkflow(BuildTrigger(branch: "main")) == "b")
    #expect(try digest.defaultWorkflow(BuildTrigger(branch: "other")) == nil)
    let error = #expect(throws: (any Error).self) {
      try digest.defaultWorkflow(BuildTrigger(tag: "v1"))
    }
    #expect("\(try #require(error))".hasPrefix("bitrise.yml:1:49: the trigger map starts"))
  }

  @Test func `a text is judged with errors and warnings`() {
    let judged = ConfigurationReader.validate(
      "format_version: []\nworkflows: {a: {before_run: [b]}}")
    #expect(judged.errors == ["bitrise.yml: workflow “a” runs “b”, which does not exist"])
    #expect(judged.warnings == ["bitrise.yml:1:17: format_version must be a text, not a list"])
  }
}
