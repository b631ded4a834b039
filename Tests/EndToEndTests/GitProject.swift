import Foundation
import TestSupport

/// A repository with a `bitrise.yml` whose workflow `main` runs one script.
struct GitProject {
  let folder: URL

  init(in folder: URL, script: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let lines = script.split(separator: "\n").map { "            \($0)" }.joined(separator: "\n")
    try Data(
      """
      format_version: '13'
      workflows:
        main:
          steps:
          - script:
              title: Main
              inputs:
              - content: |-
      \(lines)

      """.utf8
    ).write(to: folder.appending(path: "bitrise.yml"))
    try git("init", "--quiet", "--initial-branch=main")
    try git("add", "--all")
    try git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-m", "First")
  }

  /// Writes a file and commits it.
  func commit(_ file: String, _ text: String, as message: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: file))
    try git("add", "--all")
    try git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "-m", message)
  }

  /// The one line that git prints.
  func output(_ arguments: String...) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "git-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let status = try runToEnd(
      ["/usr/bin/env", "git", "-C", folder.path] + arguments,
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      output: file.path)
    guard status == 0 else { throw Complaint("git \(arguments) failed") }
    return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
  }

  func git(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.path] + arguments
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Complaint("git \(arguments) failed") }
  }
}
