import BuildModel
import Foundation
import Synchronization

/// A file of a build's on its way into the folder that the dashboard was started in.
struct ArtifactFile: Sendable {
  private let artifact: Artifact

  init(_ artifact: Artifact) { self.artifact = artifact }

  /// The name to keep it under: of a path its last part, and nothing that would hide it or lead
  /// elsewhere.
  var name: String {
    let last = artifact.title.split(separator: "/").last.map(String.init) ?? ""
    let plain = last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
    let name = String(String.UnicodeScalarView(plain))
    return name.isEmpty || name.hasPrefix(".") ? "file-\(artifact.slug)\(name)" : name
  }

  /// - Parameter fetch: calls what it is given with each piece.
  /// - Returns: the path of the file, which is a new one.
  func write(
    grew: @escaping @Sendable (Int) -> Void,
    _ fetch: (@escaping @Sendable (Data) async throws -> Void) async throws -> Void
  ) async throws -> String {
    let (path, descriptor) = try make()
    let file = FileSink(descriptor: descriptor)
    let bytes = Mutex(0)
    do {
      try await fetch { piece in
        try Task.checkCancellation()
        try await file.write(piece)
        grew(
          bytes.withLock {
            $0 += piece.count
            return $0
          })
      }
    } catch {
      await file.close()
      unlink(path)
      throw error
    }
    await file.close()
    return path
  }

  /// A file that was not there before: `report.txt`, else `report-2.txt`.
  private func make() throws -> (String, Int32) {
    let name = name as NSString
    let folder = FileManager.default.currentDirectoryPath
    for number in 1..<1000 {
      let base = number == 1 ? name as String : "\(name.deletingPathExtension)-\(number)"
      let file =
        number == 1 || name.pathExtension.isEmpty ? base : "\(base).\(name.pathExtension)"
      let path = "\(folder)/\(file)"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return (path, descriptor) }
      guard errno == EEXIST else {
        throw ProgramError(
          .failed, "The file \(path) cannot be made: \(String(cString: strerror(errno))).")
      }
    }
    throw ProgramError(.failed, "There are too many files like \(name) in \(folder).")
  }
}
