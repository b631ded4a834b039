import Foundation

/// Serves the repositories below a folder over `git://` on loopback; ends with this object.
package final class GitDaemon: Sendable {
  package let port: Int
  private let process: pid_t

  /// - Parameter folder: what lies in it is served under its name in it.
  package init(serving folder: String) throws {
    // Nobody listened there just now.
    let free = try LoopbackSocket.bound()
    close(free.descriptor)
    port = free.port
    let programs = URL(filePath: folder).appending(path: "git-programs").path
    let found = try runToEnd(
      ["/usr/bin/env", "git", "--exec-path"], environment: ["PATH": Self.path], output: programs)
    guard found == 0 else { throw SpawnError(program: "git", number: found) }
    let place = try String(contentsOfFile: programs, encoding: .utf8)
      .trimmingCharacters(in: .newlines)
    process = try spawn(
      [
        place + "/git-daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1",
        "--port=\(port)", "--base-path=\(folder)", folder,
      ], environment: ["PATH": Self.path], output: folder + "/daemon-log")
    let port = port
    try waitUntil("git's daemon") { LoopbackSocket.answers(port) }
  }

  deinit {
    kill(process, SIGTERM)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  package func url(of name: String) -> String { "git://127.0.0.1:\(port)/\(name)" }

  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
}
