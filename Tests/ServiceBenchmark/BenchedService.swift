import Foundation
import TestSupport

/// A service of its own process on the folder.
final class BenchedService: Sendable {
  let port: UInt16
  let token: String
  let process: Int32
  let startMilliseconds: Double

  init(folder: URL) throws {
    let program = try BuiltProducts.path(of: "airlock")
    let output = folder.appending(path: "service.log").path
    let record = folder.appending(path: "service.json")
    try? FileManager.default.removeItem(at: record)
    let start = ContinuousClock.now
    Thread.detachNewThread {
      // Its output tells why, should it not run.
      _ = try? runToEnd(
        [program, "serve", "--listen", "127.0.0.1:0", "--data", folder.path],
        environment: ProcessInfo.processInfo.environment, output: output)
    }
    let words = try Self.wait(for: record, output)
    startMilliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    (port, process) = (words.port, words.process)
    token = try String(contentsOf: folder.appending(path: "token"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func stop() { kill(process, SIGTERM) }

  /// How much memory the process has resident, in MiB.
  var residentMegabytes: Double {
    get throws {
      let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
      return pages * Double(getpagesize()) / 1_048_576
    }
  }

  private struct Record: Decodable {
    var url: URL
    var process: Int32
  }

  private static func wait(for file: URL, _ output: String) throws -> (port: UInt16, process: Int32)
  {
    for _ in 0..<6000 {
      if let data = try? Data(contentsOf: file),
        let record = try? JSONDecoder().decode(Record.self, from: data), let port = record.url.port
      {
        return (UInt16(port), record.process)
      }
      usleep(10_000)
    }
    throw NoService(said: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "")
  }
}

struct NoService: Error {
  var said: String
}
