import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import airlock_worker

/// What is kept of a deploy folder, whatever a build has put there.
@Suite(.timeLimit(.minutes(1))) struct ArtifactKeeperTests {
  private let folder: TemporaryFolder
  private var deploy: URL { folder.url.appending(path: "deploy") }
  private var target: URL { folder.url.appending(path: "artifacts") }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: deploy, withIntermediateDirectories: true)
  }

  private func put(_ path: String, _ text: String = "x") throws {
    let file = deploy.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func keep(_ change: (inout ArtifactKeeper.Limits) -> Void = { _ in }) async
    -> ArtifactKeeper.Kept
  {
    var keeper = ArtifactKeeper(deploy: deploy.path, target: target)
    change(&keeper.limits)
    return await keeper.keep()
  }

  @Test func `plain files are kept by their paths, below folders too`() async throws {
    try put("report.xml", "<ok/>")
    try put("logs/a b/ä.log", "log")
    try put(".hidden", "")
    let kept = await keep()
    #expect(kept.artifacts.map(\.title) == [".hidden", "logs/a b/ä.log", "report.xml"])
    #expect(kept.artifacts.map(\.byteCount) == [0, 3, 5])
    #expect(kept.sentences == ["Kept 3 artifacts of the deploy folder, 8 bytes."])
    for artifact in kept.artifacts {
      #expect(artifact.slug.rawValue.wholeMatch(of: #/[0-9a-f]{16}/#) != nil)
    }
    let report = try #require(kept.artifacts.last)
    let copy = target.appending(path: report.slug.rawValue)
    #expect(try String(contentsOf: copy, encoding: .utf8) == "<ok/>")
    // What the machine does to its file afterwards does not reach the copy.
    let original = try FileHandle(forWritingTo: deploy.appending(path: "report.xml"))
    try original.write(contentsOf: Data("later".utf8))
    #expect(try String(contentsOf: copy, encoding: .utf8) == "<ok/>")
    let rights = try FileManager.default.attributesOfItem(atPath: copy.path)[.posixPermissions]
    #expect(rights as? Int == 0o600)
  }

  @Test func `no link leads out and nothing special is opened`() async throws {
    let secret = folder.url.appending(path: "secret")
    try FileManager.default.createDirectory(at: secret, withIntermediateDirectories: true)
    try Data("host".utf8).write(to: secret.appending(path: "key"))
    let files = FileManager.default
    try files.createSymbolicLink(
      at: deploy.appending(path: "link"), withDestinationURL: secret.appending(path: "key"))
    try files.createSymbolicLink(at: deploy.appending(path: "tree"), withDestinationURL: secret)
    #expect(mkfifo(deploy.appending(path: "pipe").path, 0o600) == 0)
    try put("a\nb", "ok")
    let kept = await keep()
    #expect(kept.artifacts.map(\.title) == ["a\nb"])
    #expect(
      kept.sentences == [
        "Kept 1 artifact of the deploy folder, 2 bytes.",
        "Not kept as artifacts, because only plain files are: link, pipe, tree.",
      ])
  }

  @Test func `a deploy folder that is itself a link is not followed`() async throws {
    try FileManager.default.removeItem(at: deploy)
    try FileManager.default.createSymbolicLink(
      at: deploy, withDestinationURL: URL(filePath: "/etc"))
    let kept = await keep()
    #expect(kept.artifacts == [])
    #expect(kept.sentences.count == 1)
  }

  @Test func `each limit leaves out what is beyond it and says so`() async throws {
    try put("big", "123456789")
    try put("deep/deeper/deepest", "x")
    try put(String(repeating: "n", count: 100))
    try put("s1")
    try put("s2")
    try put("s3")
    let kept = await keep {
      $0.count = 2
      $0.bytes = 8
      $0.depth = 1
      $0.pathBytes = 99
    }
    #expect(kept.artifacts.map(\.title) == ["s1", "s2"])
    #expect(
      kept.sentences == [
        "Kept 2 artifacts of the deploy folder, 2 bytes.",
        "Not kept as artifacts, because they cannot be read or their paths are too long:"
          + " deep/deeper, \(String(repeating: "n", count: 77))….",
        "Not kept as artifacts, because all together may have 8 bytes: big.",
        "Not kept as artifacts, because a build may have 2: 1 files.",
      ])
  }

  @Test func `an empty folder leaves nothing behind`() async {
    let kept = await keep()
    #expect(kept.artifacts == [] && kept.sentences == [])
    #expect(!FileManager.default.fileExists(atPath: target.path))
  }
}

extension WorkerProcessTests {
  @Suite struct ArtifactTests {
    @Test(arguments: RunningWorker.drivers)
    func `what a build leaves in its deploy folder outlives its machine`(
      driver: String
    ) async throws {
      let worker = try await RunningWorker(
        driver: driver,
        steps: [
          "mkdir $BITRISE_DEPLOY_DIR/out; echo built > $BITRISE_DEPLOY_DIR/out/app", "exit 1",
        ]
      )
      try await worker.waitForEnd()
      let summaries = worker.news.map(\.summary)
      #expect(summaries.suffix(3) == ["artifacts kept", "finished failed", "ended"])
      let kept = try #require(
        worker.news.lazy.compactMap { news -> [Artifact]? in
          guard case .artifactsKept(let artifacts) = news else { return nil }
          return artifacts
        }.first?.first)
      #expect(kept.title == "out/app" && kept.byteCount == 6)
      let copy = worker.spool.artifacts.appending(path: kept.slug.rawValue)
      #expect(try String(contentsOf: copy, encoding: .utf8) == "built\n")
      #expect(try worker.log.contains("Kept 1 artifact of the deploy folder, 6 bytes.\n"))
      #expect(!FileManager.default.fileExists(atPath: worker.spool.machine.path))
    }

    @Test func `an aborted build leaves nothing`() async throws {
      let worker = try await RunningWorker(
        steps: ["echo x > $BITRISE_DEPLOY_DIR/x; echo written; sleep 100"])
      await worker.wait { $0.summary == "step 0 running" }
      try worker.send(.abort(reason: nil, withSuccess: false))
      try await worker.waitForEnd()
      #expect(!worker.news.map(\.summary).contains("artifacts kept"))
    }
  }
}
