import BuildClient
import BuildModel
import Foundation
import Workstation

/// A command of this program that runs beside the dashboard, and ends with it.
struct OwnCommand {
  private let name: String
  private let words: [String]
  private let environment: [String: String]
  /// Nil where the command has all that it needs.
  private let secrets: SecretSocket?

  /// - Parameters:
  ///   - name: the command.
  ///   - words: what follows the build that it is about.
  ///   - client: a client of the service that the build is of.
  init(_ name: String, _ words: [String], _ build: Build, _ client: BuildClient) async throws {
    self.name = name
    self.words = ["--connection", client.connection.name, name, build.slug.rawValue] + words
    let handed = try ChildSecrets(
      of: build.slug, paste: await client.pasted.access(build.slug)
    ).handOver()
    secrets = handed?.socket
    environment = ProcessInfo.processInfo.environment
      .merging(handed?.environment ?? [:]) { $1 }
  }

  /// Runs it to its end.
  ///
  /// - Throws: its last word, where it fails.
  func run() async throws {
    let result = await ProgramRun.run(Executables.this, words, environment: environment)
    secrets?.end()
    guard result?.status == 0 else {
      throw ProgramError(
        .failed, Self.sentence(result?.complaint) ?? "airlock \(name) failed without a word.")
    }
  }

  /// Lets it run until this task is cancelled; calls `opened` when it says so.
  func stay(_ opened: @escaping @Sendable () -> Void) async throws {
    let companion = try Companion(Executables.this, words, environment: environment)
    defer { secrets?.end() }
    let last = await withTaskCancellationHandler {
      await OwnThread.run { () -> String? in
        var last = ""
        let status = companion.run { line in
          if line == "open" { opened() } else { last = line }
        }
        return status == 0 ? nil : last
      }
    } onCancel: {
      companion.end()
    }
    try Task.checkCancellation()
    if let last { throw ProgramError(.failed, Self.sentence(last) ?? "The connection ended.") }
  }

  /// The last line that it wrote, in the words it had.
  private static func sentence(_ text: String?) -> String? {
    guard let line = text?.split(whereSeparator: \.isNewline).last else { return nil }
    let prefix = "airlock: "
    return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : String(line)
  }
}
