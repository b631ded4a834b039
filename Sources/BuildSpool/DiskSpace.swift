package import Foundation

/// How much room a disk has left.
package enum DiskSpace {
  /// With less than this, whatever fails there most likely fails for want of room.
  private static let nothing = 256 << 10

  /// The bytes that this user may still write where a folder lies.
  package static func free(at folder: URL) -> Int? {
    var status = statvfs()
    guard statvfs(folder.path, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  /// What to say of a failure where the disk has no room; nil where it has.
  package static func complaint(at folder: URL) -> String? {
    guard let free = free(at: folder), free < nothing else { return nil }
    return "the disk that holds \(folder.path) is full; make room there and run the build again"
  }
}

/// Room on a disk that is held to be given back when there is none left, for last words.
package final class DiskReserve: Sendable {
  private let file: URL
  private let bytes: Int

  package init(_ file: URL, bytes: Int) {
    self.file = file
    self.bytes = bytes
  }

  /// Takes the room where there is enough; without it, last words wait for whoever makes some.
  package func hold() {
    guard !FileManager.default.fileExists(atPath: file.path) else { return }
    // No zeros: some disks take no room for them.
    let filling = (0..<(bytes / 8)).map { _ in UInt64.random(in: 1...(.max)) }
    let isHeld = filling.withUnsafeBytes { bytes in
      FileManager.default.createFile(
        atPath: file.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    }
    if !isHeld { release() }
  }

  /// Gives the room back.
  ///
  /// - Returns: whether there was any.
  @discardableResult
  package func release() -> Bool { unlink(file.path) == 0 }
}
