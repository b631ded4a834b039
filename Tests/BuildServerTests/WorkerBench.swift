import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

/// A data folder and an app whose builds really run, in whatever machine this computer offers.
///
/// Its build waits until it is released, and fails in the end.
struct WorkerBench: Sendable {
  static let isPossible = (try? BuiltProducts.path(of: "airlock-worker")) != nil

  private static let configuration = """
    workflows:
      primary:
        steps:
        - script@1:
            title: Wait
            inputs:
            - content: |
                echo "it has begun"
                until [ -e released ]; do sleep 0.02; done
                echo "it was released"
        - script@1:
            title: Fail
            inputs:
            - content: exit 7

    """

  let folder: TemporaryFolder
  let repository: Repository
  var configuration: ServiceConfiguration

  init() async throws {
    folder = try TemporaryFolder()
    repository = try await .holding("bitrise.yml", Self.configuration)
    configuration = .plain(folder.url)
    configuration.worker = URL(filePath: try BuiltProducts.path(of: "airlock-worker"))
    configuration.grace = 300
    configuration.slots = 1
  }

  func spool(of build: BuildSlug) -> SpoolFolder {
    SpoolFolder(configuration.dataFolder.appending(path: "builds/\(build)"))
  }

  /// Lets the build's first step end, from outside its machine.
  func release(_ build: BuildSlug) throws {
    let file = spool(of: build).machine.appending(path: "source/released")
    try Data().write(to: file)
  }

  /// Listens to the build's worker, as a service would, until the build is finished.
  func waitUntilFinished(_ build: BuildSlug) async throws {
    let link = try WorkerLink(spool(of: build))
    defer { link.end() }
    try link.send(.follow(after: 0))
    for await message in link.messages {
      if case .report(let report) = message, case .finished = report.news { return }
    }
    throw Bench.Missing(what: "the worker's last word")
  }

  /// Ends a build's worker as the system does when memory is short.
  func killWorker(of build: BuildSlug) throws {
    let output = folder.url.appending(path: "pgrep").path
    let status = try runToEnd(
      ["/usr/bin/env", "pgrep", "-f", "airlock-worker .*/\(build)$"],
      environment: ["PATH": "/usr/bin:/bin"], output: output)
    try #require(status == 0, "no worker of \(build) runs")
    let text = try String(contentsOfFile: output, encoding: .utf8)
    for number in text.split(separator: "\n").compactMap({ pid_t($0) }) { kill(number, SIGKILL) }
  }
}

/// Returns once no worker holds the folder.
func waitUntilFree(_ spool: SpoolFolder) async throws {
  let descriptor = open(spool.url.appending(path: "lock").path, O_RDWR | O_CLOEXEC)
  try #require(descriptor >= 0)
  defer { close(descriptor) }
  await withCheckedContinuation { continuation in
    // On a thread of the queue's, since the system lets it wait for the lock.
    DispatchQueue.global().async {
      flock(descriptor, LOCK_SH)
      continuation.resume()
    }
  }
}

extension RunningService {
  func access(_ app: AppSlug, _ build: BuildSlug) async throws -> RemoteAccessBody {
    try await get(Paths.access(app, build), as: Envelope<RemoteAccessBody>.self).data
  }

  /// A build with remote access that runs: rebuilt from one that was aborted in the queue.
  ///
  /// - Parameter text: the service's events.
  func startRemote(_ app: AppSlug, _ text: WaitableText) async throws -> BuildSlug {
    let original = try await trigger(app, #","is_on_hold":true"#)
    _ = try await ask(.post, Paths.abort(app, original), "{}")
    let slug = try await ask(
      .post, Paths.rebuild(app, original), #"{"is_remote":true}"#
    ).decode(TriggerResponse.self).buildSlug
    // The second event of an open window: the first has no credentials yet.
    await text.wait(for: #""host_key_fingerprint":"SHA256:"#)
    await text.wait(for: #""status":"running""#)
    return slug
  }

  /// All of a build's log, as its archive has it.
  func archive(_ app: AppSlug, _ build: BuildSlug) async throws -> String {
    let log = try await get(Paths.log(app, build), as: LogBody.self)
    let address = try #require(log.expiringRawLogURL)
    return try await ask(.get, String(address.dropFirst((url.absoluteString + Paths.base).count)))
      .text
  }
}
