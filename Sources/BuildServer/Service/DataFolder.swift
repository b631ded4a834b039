import BuildModel
import BuildSpool
import Foundation

/// The folder that one service at a time keeps everything in.
final class DataFolder: Sendable {
  static let databaseName = "airlock.sqlite"
  static let spoolsName = "builds"
  static let backupLockName = "backup.lock"

  let url: URL
  private let lock: Int32

  var database: URL { url.appending(path: Self.databaseName) }
  var spools: URL { url.appending(path: Self.spoolsName) }
  /// Held by backups, so that no build goes while one is made.
  var backupLock: URL { url.appending(path: Self.backupLockName) }
  /// What secrets are sealed with; a copy of the database is worth nothing without it.
  var secretsKey: URL { url.appending(path: "secrets.key") }

  /// Makes the folders where they are missing and takes the lock.
  init(_ url: URL) throws {
    self.url = url
    let folders = FileManager.default
    for folder in [url, url.appending(path: Self.spoolsName)] {
      try folders.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try folders.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }
    let path = url.appending(path: "service.lock").path
    lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else {
      throw ServiceError(
        description: "cannot open \(path): \(String(cString: strerror(errno)))")
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw ServiceError(
        description: "another build service already uses \(url.path); stop it, or use another"
          + " data folder")
    }
  }

  /// Lets another service have the folder.
  func release() { flock(lock, LOCK_UN) }

  deinit { close(lock) }

  func spool(of build: BuildSlug) -> SpoolFolder {
    SpoolFolder(spools.appending(path: build.rawValue))
  }
}

/// Why a service cannot start, in one sentence.
package struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String
}
