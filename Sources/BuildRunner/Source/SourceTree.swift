import Foundation

/// Reads files of a source that nobody trusts: no link in it leads anywhere.
package struct SourceTree: Sendable {
  private let root: String

  package init(_ root: String) { self.root = root }

  /// Why a file cannot be read; the sentence follows the file's name.
  package struct Problem: Error, Equatable {
    package var sentence: String
    package var isMissing = false
  }

  /// The text of a file.
  ///
  /// - Parameter path: the names of folders and file, none of them `.` or `..`.
  /// - Throws: `Problem` for what is no plain file of that size in UTF-8.
  package func text(at path: [String], limit: Int = YAMLText.limit) throws -> String {
    let file = try open(path, O_RDONLY | O_NONBLOCK)
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(sentence: "is no plain file")
    }
    guard status.st_size <= limit else {
      throw Problem(sentence: "is larger than \(limit >> 20) MiB")
    }
    let bytes = try read(file, limit: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(sentence: "is not in UTF-8\(Self.line(ofFirstFaultIn: bytes))")
    }
    return text
  }

  /// Whether something lies there, be it a link.
  func exists(_ path: [String]) -> Bool {
    guard let name = path.last, let folder = try? open(path.dropLast(), O_RDONLY | O_DIRECTORY)
    else { return false }
    defer { close(folder) }
    var status = stat()
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
  }

  /// Opens name by name, since only the last name of a path can be kept from being a link.
  private func open(_ path: some Collection<String>, _ flags: Int32) throws -> Int32 {
    var current = Foundation.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard current >= 0 else { throw Self.problem() }
    for (number, name) in path.enumerated() {
      let isLast = number == path.count - 1
      let next = openat(
        current, name, (isLast ? flags : O_RDONLY | O_DIRECTORY) | O_NOFOLLOW | O_CLOEXEC)
      let fault = errno
      close(current)
      errno = fault
      guard next >= 0 else { throw Self.problem() }
      current = next
    }
    return current
  }

  private func read(_ file: Int32, limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      let count = Foundation.read(file, &piece, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.problem() }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
    throw Problem(sentence: "is larger than \(limit >> 20) MiB")
  }

  private static func problem() -> Problem {
    switch errno {
    case ENOENT: Problem(sentence: "does not exist", isMissing: true)
    case ELOOP: Problem(sentence: "is a symbolic link, which airlock does not follow")
    case ENOTDIR: Problem(sentence: "lies behind something that is no plain folder")
    case let number: Problem(sentence: "cannot be read: \(String(cString: strerror(number)))")
    }
  }

  private static func line(ofFirstFaultIn bytes: [UInt8]) -> String {
    // Whole lines are whole texts: no character of UTF-8 but the line end itself holds its byte.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let fault = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return fault.map { " in line \($0 + 1)" } ?? ""
  }
}
