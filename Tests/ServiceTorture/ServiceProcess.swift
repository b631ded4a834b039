import BuildClient
import Foundation
import Synchronization

/// `airlock serve` as a process of its own, always at the same address.
final class ServiceProcess: Sendable {
  private struct State {
    var process: pid_t = 0
    var port = 0
    var ends: AsyncStream<Int32>?
  }

  private let program: String
  private let place: Place
  private let state = Mutex(State())

  init(program: String, place: Place) throws {
    guard access(program, X_OK) == 0 else { throw Complaint("there is no program \(program)") }
    self.program = program
    self.place = place
  }

  /// Starts it and waits until it answers, at most for a time.
  func start(within time: Duration = .seconds(60)) async throws {
    let limit = ContinuousClock.now + time
    let output = place.folder.appending(path: "service.out")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: program)
    let port = state.withLock { $0.port }
    process.arguments = [
      "serve", "--data", place.data.path, "--listen", "127.0.0.1:\(port)", "--slots", "4",
      "--grace", String(Place.grace),
    ]
    process.environment = place.environment
    process.standardInput = FileHandle.nullDevice
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = try Self.log(place.folder.appending(path: "service.err"))
    let (ends, end) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { end.yield($0.terminationStatus) }
    try process.run()
    let number = process.processIdentifier
    state.withLock { state in
      state.process = number
      state.ends = ends
    }
    while ContinuousClock.now < limit {
      let said = try String(contentsOf: output, encoding: .utf8)
      if let match = said.firstMatch(of: #/listening on http://127\.0\.0\.1:(\d+)\n/#) {
        state.withLock { $0.port = Int(match.1) ?? 0 }
        return
      }
      guard Foundation.kill(number, 0) == 0 else { throw Complaint("the service ended: \(said)") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Ends it as nothing else does: at once, whatever it was at.
  func kill() async { await end(SIGKILL) }

  /// Ends it as a person does.
  func stop() async { await end(SIGTERM) }

  private func end(_ signal: Int32) async {
    let (process, ends) = state.withLock { ($0.process, $0.ends) }
    Foundation.kill(process, signal)
    _ = await ends?.first { _ in true }
  }

  func client() throws -> Client {
    let token = try String(contentsOf: place.data.appending(path: "token"), encoding: .utf8)
    let port = state.withLock { $0.port }
    guard let url = URL(string: "http://127.0.0.1:\(port)") else { throw Complaint("no address") }
    return Client(Connection(name: "service", url: url, token: Token(token)))
  }

  private static func log(_ url: URL) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    return handle
  }
}
