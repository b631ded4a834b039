import BuildModel
import BuildSpool
import CDetachedProcess
import Foundation
import Logging
import TestSupport
import Testing

@testable import BuildServer

/// Real programs in the worker's place, to see what a worker is born with.
@Suite(.timeLimit(.minutes(1))) struct DetachedProcessTests {
  private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// Runs a shell script where a worker would be, and returns what it printed.
  private static func run(_ script: String) async throws -> String {
    let folder = try TemporaryFolder()
    let spool = SpoolFolder(folder.url.appending(path: "spool"))
    try spool.create(
      order: BuildOrder(
        build: BuildSlug(rawValue: "b1"), number: 1, app: AppSlug(rawValue: "a1"), appTitle: "",
        repository: "/", workflow: "primary", configuration: ""))
    let program = folder.url.appending(path: "program")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: program)
    chmod(program.path, 0o700)
    do {
      let lock = try #require(try WorkerLock.take(in: spool))
      try WorkerProcess.start(
        program, in: spool, lock: lock, environment: ["PATH": "/usr/bin:/bin", "AIRLOCK_X": "1"],
        logger: logger)
    }
    // The lock is the program's alone now, and goes when it ends.
    try await waitUntilFree(spool)
    return try String(contentsOf: spool.workerLog, encoding: .utf8)
  }

  @Test func `a worker leads a session of its own, in the root folder`() async throws {
    let text = try await Self.run("ps -o sid= -p $$; echo $$; pwd; echo $0 $1")
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    try #require(lines.count == 4)
    #expect(lines[0] == lines[1])
    #expect(lines[2] == "/")
    #expect(lines[3].hasSuffix("/spool"))
  }

  @Test func `a worker has what it is given as environment and nothing else`() async throws {
    let text = try await Self.run("exec env")
    let names = Set(text.split(separator: "\n").compactMap { $0.split(separator: "=").first })
    #expect(names.subtracting(["PWD", "_", "SHLVL", "OLDPWD"]) == ["PATH", "AIRLOCK_X"])
  }

  @Test func `a worker's limit of open files is not the service's raised one`() async throws {
    let first = try await Self.run("ulimit -S -n").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(detached_raise_file_limit() == 0)
    #expect(FileLimit.current >= Int(first) ?? .max)
    let after = try await Self.run("ulimit -S -n").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(after == first)
  }

  #if os(Linux)
    @Test func `a worker has no descriptor of the service's but the lock and its log`()
      async throws
    {
      let text = try await Self.run("exec ls -l /proc/self/fd")
      let targets = text.split(separator: "\n").compactMap { line in
        line.components(separatedBy: " -> ").dropFirst().first
      }
      // The fourth is the folder that ls itself reads.
      #expect(targets.count == 4)
      #expect(targets[0].hasSuffix("/spool/lock"))
      #expect(targets[1].hasSuffix("/spool/worker.log"))
      #expect(targets[2].hasSuffix("/spool/worker.log"))
      #expect(targets[3].contains("/proc/"))
    }
  #endif

  @Test func `a program that is not there is told at once`() async throws {
    let folder = try TemporaryFolder()
    let spool = SpoolFolder(folder.url)
    let lock = try #require(try WorkerLock.take(in: spool))
    let error = #expect(throws: ServiceError.self) {
      try WorkerProcess.start(
        URL(filePath: "/no-such-worker"), in: spool, lock: lock, environment: [:],
        logger: Self.logger)
    }
    #expect(error?.description == "cannot start /no-such-worker: No such file or directory")
  }

  @Test func `only what a worker needs is passed on to it`() {
    let passed = ServiceConfiguration.minimalEnvironment(of: [
      "PATH": "/bin", "HOME": "/h", "LANG": "C", "TMPDIR": "/t", "AIRLOCK_AGENT": "a",
      "BITRISE_TOKEN": "secret", "SSH_AUTH_SOCK": "s",
    ])
    #expect(
      passed == [
        "PATH": "/bin", "HOME": "/h", "LANG": "C", "TMPDIR": "/t", "AIRLOCK_AGENT": "a",
      ])
  }
}
