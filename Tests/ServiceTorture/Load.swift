import BuildAPI
import BuildClient
import BuildModel
import BuildSpool
import Foundation
import Synchronization

/// People at work: they start builds, follow them to their ends, and open machines.
final class Load: Sendable {
  private let app: App
  private let client: Client
  private let ledger: Ledger
  private let place: Place
  private let width: Int
  private let isStopped = Mutex(false)
  private let done: AsyncStream<Void>
  private let finish: AsyncStream<Void>.Continuation

  init(app: App, client: Client, ledger: Ledger, place: Place, width: Int) {
    self.app = app
    self.client = client
    self.ledger = ledger
    self.place = place
    self.width = width
    (done, finish) = AsyncStream.makeStream(of: Void.self)
  }

  /// Works until stopped, and then to the end of what was begun.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 1...width {
        group.addTask { [self] in
          do {
            while !isStopped.withLock({ $0 }) { try await work() }
          } catch {
            ledger.complain("somebody could not go on working: \(error)")
          }
        }
      }
    }
    finish.finish()
  }

  func stop() { isStopped.withLock { $0 = true } }

  /// Returns once nobody works and every build the service has has ended.
  func waitUntilDone() async throws {
    for await _ in done {}
    while true {
      let builds = try await client.patiently { [self] in
        try await client.service.builds(of: app, limit: .max)
      }
      let windows = try await client.patiently { [self] in try await client.service.windows() }
      if builds.allSatisfy(\.status.isFinished), windows.isEmpty { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    // The last workers take their machines away.
    for _ in 1...100 {
      if place.processes(with: "airlock-worker\0" + place.data.path).isEmpty { return }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Kills the worker of some running build.
  ///
  /// - Returns: false where none runs just now.
  func killWorker() async throws -> Bool {
    for process in place.processes(with: "airlock-worker\0" + place.data.path).shuffled() {
      guard
        let arguments = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8),
        let name = arguments.split(separator: "\0").last?.split(separator: "/").last
      else { continue }
      kill(process, SIGKILL)
      let build = BuildSlug(rawValue: String(name))
      let spool = SpoolFolder(place.data.appending(path: "builds/\(build)"))
      // Gone for good when nobody holds its lock; what it has said by then counts.
      while WorkerLock.isHeld(in: spool) { try await Task.sleep(for: .milliseconds(1)) }
      let reports = ReportReader(spool)
      let hadEnded = try reports.reports(after: 0).contains { report in
        if case .finished = report.news { true } else { false }
      }
      // One that had not begun is started anew by a service that finds it so.
      ledger.workerWasKilled(of: build, beforeItsEnd: reports.hasBegun && !hadEnded)
      return true
    }
    return false
  }

  private func work() async throws {
    let workflow = ["quick", "steady", "loud"].randomElement() ?? "quick"
    guard
      let build = await begin({ [self] in
        try await client.service.trigger(app.slug, BuildParams(workflowID: workflow))
      })
    else { return }
    try await follow(build, workflow)
    guard Int.random(in: 0..<3) == 0 else { return }
    guard
      let again = await begin({ [self] in
        try await client.service.rebuild(app.slug, build, remoteAccess: true)
      })
    else { return }
    try await follow(again, workflow)
    try await stay(again)
  }

  /// Asks for a build once; where the answer is lost, nobody knows whether there is one.
  private func begin(_ ask: () async throws -> TriggerResponse) async -> BuildSlug? {
    guard let build = try? await ask().buildSlug else {
      try? await Task.sleep(for: .milliseconds(50))
      return nil
    }
    ledger.acknowledged(build)
    return build
  }

  /// Reads log and steps to the end, and compares the whole with what was promised.
  private func follow(_ build: BuildSlug, _ workflow: String) async throws {
    var cursor = "1970-01-01T00:00:00Z"
    while true {
      let body = try await client.log(app, build, after: cursor)
      for chunk in body.logChunks {
        ledger.saw(chunk: chunk.chunk, at: chunk.position, of: build)
      }
      cursor = body.nextAfterTimestamp ?? cursor
      try await client.steps(app, build, ledger)
      try await client.build(app, build, ledger)
      if body.isArchived {
        try await compare(build, workflow, address: body.expiringRawLogURL ?? "")
        return
      }
      try await Task.sleep(for: .milliseconds(40))
    }
  }

  private func compare(_ build: BuildSlug, _ workflow: String, address: String) async throws {
    let text = ledger.text(of: build)
    if try await client.archive(address) != text {
      ledger.complain("the archive of \(build) is not what was read by cursor")
    }
    let end = try await client.build(app, build, ledger)
    guard end.failureReason == nil, end.status != .aborted else {
      if !ledger.isLost(build) {
        ledger.complain("#\(end.number) failed: \(end.failureReason ?? "aborted")")
      }
      return
    }
    let numbers = text.split(separator: "\n").compactMap { line -> Int? in
      line.hasPrefix("line ") ? Int(line.dropFirst(5).prefix { $0.isNumber }) : nil
    }
    if numbers != Array(1...(Place.lines[workflow] ?? 0)) {
      ledger.complain("the log of #\(end.number) lacks lines of its \(workflow)")
    }
  }

  /// Stays until the machine's door is shut, and knocks when it should be.
  private func stay(_ build: BuildSlug) async throws {
    var port: Int?
    while true {
      let access = try await client.access(app, build, ledger)
      port = access.ssh?.port ?? port
      switch access.state {
      case .closing(let deadline):
        // Looked at without the service, which may be away then.
        let left = deadline.timeIntervalSince(Date())
        if left > 0.7 {
          try await Task.sleep(for: .seconds(left - 0.7))
          if let port, !Knock.isOpen(port), !ledger.isCutOff(build) {
            ledger.complain("the door of \(build) was shut early")
          }
        }
        try await Task.sleep(for: .seconds(max(0, deadline.timeIntervalSince(Date())) + 0.7))
        if let port, Knock.isOpen(port) { ledger.complain("the door of \(build) stays open") }
      case .closed: return
      case .opening, .open: try await Task.sleep(for: .milliseconds(50))
      }
    }
  }
}

/// Tries whether somebody listens.
enum Knock {
  static func isOpen(_ port: Int) -> Bool {
    #if os(Linux)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
