import Foundation
import TestSupport

/// Bitrise's API, made up, as a process of its own.
final class SimulatorProgram {
  let address: String
  private let process: Int32

  static let token = "bitpat_simulated"

  init(in folder: URL, _ options: String...) throws {
    let output = folder.appending(path: "simulator-\(UUID().uuidString)")
    process = try spawn(
      [try BuiltProducts.path(of: "bitrise-simulator"), "--port", "0"] + options,
      environment: ["PATH": "/usr/bin:/bin"], output: output.path)
    var found: String?
    do {
      try waitUntil("the simulator to listen") {
        let text = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        guard text.contains("--connection bitrise") else { return false }
        found = text.split(whereSeparator: \.isWhitespace)
          .first { $0.hasPrefix("BITRISE_API_BASE_URL=") }.map { String($0.dropFirst(21)) }
        return true
      }
    } catch {
      kill(process, SIGKILL)
      throw error
    }
    address = found ?? ""
  }

  /// What a person has in their environment who uses Bitrise.
  var variables: [String: String] {
    [
      "BITRISE_TOKEN": Self.token, "BITRISE_API_BASE_URL": address,
      "BITRISE_WEB_BASE_URL": address, "AIRLOCK_CONNECTION": "bitrise",
    ]
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }
}
