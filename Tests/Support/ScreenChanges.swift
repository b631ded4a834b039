package import Foundation

/// Tells when a tmux screen has changed: a client in control mode, which tmux notifies.
package final class ScreenChanges {
  private let process = Process()
  private let output = Pipe()
  private let input = Pipe()
  /// The end of what was read, where a message may have been cut.
  private var tail = ""

  init(server: String) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "tmux", "-L", server, "-C", "attach-session", "-f", "ignore-size,read-only",
    ]
    process.standardOutput = output
    process.standardInput = input
    process.standardError = FileHandle.nullDevice
    try process.run()
    // From here on nothing is missed; what came before, a look at the screen shows.
    _ = wait(for: "%session-changed", until: Date().addingTimeInterval(10))
  }

  /// Returns true when something was written to the screen, false when the time is up.
  package func wait(until end: Date) -> Bool { wait(for: "%output", until: end) }

  private func wait(for message: String, until end: Date) -> Bool {
    let descriptor = output.fileHandleForReading.fileDescriptor
    var bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      let left = end.timeIntervalSinceNow
      guard left > 0 else { return false }
      var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, Int32(left * 1000) + 1) > 0 else { continue }
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { return false }
      let text = tail + String(decoding: bytes[0..<count], as: UTF8.self)
      tail = String(text.suffix(message.count))
      if text.contains(message) {
        tail = ""
        return true
      }
    }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }
}
