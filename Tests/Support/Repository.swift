import Foundation

/// A git repository for one test; removed with this object.
package final class Repository: Sendable {
  package let folder: String
  package var path: String { folder + "/repository" }
  package var target: String { folder + "/source" }

  package init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/airlock-test-" + UUID().uuidString
    for name in ["repository", "source"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { _ = error }
  }

  @discardableResult
  package func git(_ arguments: String...) async throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["git", "-C", path, "-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
      + arguments
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "HOME": folder,
    ]
    let output = Pipe()
    // Not left to the object's end: thousands of them would stay open.
    defer { try? output.fileHandleForReading.close() }
    process.standardOutput = output
    let (exits, exited) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { exited.yield($0.terminationStatus) }
    try process.run()
    let data = try await output.fileHandleForReading.allData()
    guard await exits.first(where: { _ in true }) == 0 else {
      throw Failure(arguments: arguments)
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// Writes a file and commits everything.
  ///
  /// - Returns: the commit's hash.
  @discardableResult
  package func commit(_ message: String, file: String, _ text: String) async throws -> String {
    try text.write(toFile: path + "/" + file, atomically: true, encoding: .utf8)
    try await git("add", "-A")
    try await git("commit", "-q", "-m", message)
    return try await git("rev-parse", "HEAD")
  }

  /// A file of the copy in `target`.
  package func checkedOut(_ file: String) throws -> String {
    try String(contentsOfFile: target + "/" + file, encoding: .utf8)
  }

  package struct Failure: Error {
    package var arguments: [String]
  }
}
