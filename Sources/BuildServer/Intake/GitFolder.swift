import Foundation
import Hummingbird

/// A folder of this computer that holds a git repository with something in it.
struct GitFolder: Sendable, Equatable {
  /// The top of its working tree, without symbolic links.
  var top: String
  /// The branch that is checked out, if one is.
  var branch: String?

  /// Looks at a folder.
  ///
  /// - Throws: a refusal that says what is missing.
  static func inspect(_ path: String) async throws -> GitFolder {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Refusal(.badRequest, "There is no folder \(path).")
    }
    guard isFolder.boolValue else { throw Refusal(.badRequest, "\(path) is not a folder.") }
    let folder = URL(filePath: path).resolvingSymlinksInPath().path
    let top = try await git(["rev-parse", "--show-toplevel"], in: folder)
    guard top.succeeded, !top.output.isEmpty else {
      throw Refusal(
        .badRequest, "\(path) is not a git repository with a working tree: \(top.complaint)")
    }
    guard top.output == folder else {
      throw Refusal(
        .badRequest, "\(path) lies inside the git repository \(top.output); add that instead.")
    }
    guard try await git(["rev-parse", "--verify", "--quiet", "HEAD"], in: folder).succeeded else {
      throw Refusal(.badRequest, "\(path) has no commit yet; builds run what is committed.")
    }
    let branch = try await git(["symbolic-ref", "--short", "--quiet", "HEAD"], in: folder)
    return GitFolder(top: folder, branch: branch.succeeded ? branch.output : nil)
  }

  private struct Answer: Sendable {
    var succeeded: Bool
    var output: String
    var complaint: String
  }

  private static func git(_ arguments: [String], in folder: String) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      // A queue's thread, since reading blocks until git ends.
      DispatchQueue.global().async {
        continuation.resume(with: Result { try run(arguments, in: folder) })
      }
    }
  }

  private static func run(_ arguments: [String], in folder: String) throws -> Answer {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let output = Pipe()
    let complaint = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = complaint
    try process.run()
    // Both are a line at most, so neither pipe fills while the other is read.
    let told = try output.fileHandleForReading.readToEnd() ?? Data()
    let complained = try complaint.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus != 127 else {
      throw Refusal(.badRequest, "git is not installed where the build service runs.")
    }
    return Answer(
      succeeded: process.terminationStatus == 0, output: line(told), complaint: line(complained))
  }

  private static func line(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
      .map(String.init) ?? ""
  }
}
