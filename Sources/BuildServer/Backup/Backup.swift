import BuildDatabase
import BuildModel
import BuildSpool
package import Foundation

/// Copies a data folder, whether its service runs or not, without either noticing the other.
///
/// What is not whole is called `.partial`; a folder without that ending can be started from.
package struct Backup: Sendable {
  /// What a backup holds.
  package struct Result: Sendable, Equatable {
    package var folder: URL
    package var builds: Int
    package var bytes: Int
    /// What did not stand in the backup before.
    package var newBytes: Int
  }

  private static let ending = ".partial"
  private static let lockName = ".lock"
  /// What means something to a running service only.
  private static let passing = ["service.json", "reserve"]

  private let data: URL
  private let folder: URL

  /// - Parameter folder: in which each backup gets a folder of its own.
  package init(of data: URL, in folder: URL) {
    self.data = data
    self.folder = folder
  }

  private var database: URL { data.appending(path: DataFolder.databaseName) }

  /// - Throws: one sentence where it cannot be made.
  package func make(at time: Date) async throws -> Result {
    guard FileManager.default.fileExists(atPath: database.path) else {
      throw ServiceError(description: "\(data.path) holds no data of a build service")
    }
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard let turn = try FolderLock.exclusive(folder.appending(path: Self.lockName)) else {
      throw ServiceError(description: "another backup into \(folder.path) is being made")
    }
    defer { turn.release() }
    // While it is held, the service removes no build.
    let lock = try await onDisk { [data] in
      try FolderLock.shared(data.appending(path: DataFolder.backupLockName))
    }
    defer { lock?.release() }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names where name.hasSuffix(Self.ending) {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    let whole = names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(Self.ending) }.sorted()
    let name = Self.name(for: time, after: whole)
    let draft = folder.appending(path: name + Self.ending)
    let before = whole.last.map { folder.appending(path: $0) }
    do {
      var result = try await fill(draft, sharingWith: before, at: time)
      result.folder = folder.appending(path: name)
      // On the disk before it is called whole.
      sync()
      try FileManager.default.moveItem(at: draft, to: result.folder)
      return result
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw DiskGuard.isDiskFull(error)
        ? ServiceError(
          description: "the disk that holds \(folder.path) is full; no backup was made")
        : error
    }
  }

  private func fill(_ draft: URL, sharingWith before: URL?, at time: Date) async throws -> Result {
    try FileManager.default.createDirectory(
      at: draft, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let copy = draft.appending(path: DataFolder.databaseName)
    let builds = try await copyDatabase(to: copy, at: time)
    let spools = DataFolder.spoolsName
    return try await onDisk { [data] in
      var copier = FileCopier(before: before)
      for build in builds {
        try copier.copy(spoolFrom: data, to: draft, "\(spools)/\(build)")
      }
      for name in try FileManager.default.contentsOfDirectory(atPath: data.path)
      where Self.isKept(name) { try copier.copy(fileFrom: data, to: draft, name) }
      let size = DiskUsage.bytes(in: copy)
      return Result(
        folder: draft, builds: builds.count, bytes: copier.bytes + size,
        newBytes: copier.newBytes + size)
    }
  }

  /// The database as it is at one moment, with an end for each build that has none.
  private func copyDatabase(to copy: URL, at time: Date) async throws -> [BuildSlug] {
    let database = self.database
    try await onDisk { try BuildStore.copy(database, to: copy) }
    chmod(copy.path, 0o600)
    let store = try BuildStore(offline: copy)
    for stored in try await store.buildsInProgress() {
      _ = try await store.recordLoss(
        of: stored.build.slug,
        reason: "It had not ended when this backup was made, \(time.formatted(.iso8601)).",
        at: time)
    }
    let builds = try await store.allBuilds()
    try store.close()
    return builds
  }

  /// Keys and tokens, known by name or not; no database, lock or draft.
  private static func isKept(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasPrefix(DataFolder.databaseName) && !name.hasSuffix(".lock")
      && !passing.contains(name)
  }

  /// Names that sort by time, also where two backups are made within a second.
  private static func name(for time: Date, after others: [String]) -> String {
    let name = time.formatted(.iso8601).replacing(":", with: "-")
    guard let last = others.last, last >= name else { return name }
    return last + "+"
  }
}
