import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Logging

/// What earlier runs of the service left in its data folder.
struct LeftOvers: Sendable {
  private static let batch = 500

  let store: BuildStore
  let folder: DataFolder
  let logger: Logger
  /// The spools that may hold some.
  private let spools: [String]

  /// Looks what there is, and removes what was begun and not ended; to be called while nobody
  /// begins anything.
  init(
    of store: BuildStore, in folder: DataFolder, except kept: Set<BuildSlug>, logger: Logger
  ) async throws {
    self.store = store
    self.folder = folder
    self.logger = logger
    spools = try await onDisk {
      try Self.removeDrafts(in: folder)
      return try FileManager.default.contentsOfDirectory(atPath: folder.spools.path)
        .filter { !kept.contains(BuildSlug(rawValue: $0)) }
    }
  }

  /// Removes machines without a worker and spools without a build.
  ///
  /// Can take its time, while builds are added and run.
  func clearAway() async {
    do {
      for start in stride(from: 0, to: spools.count, by: Self.batch) {
        try Task.checkCancellation()
        let names = spools[start..<min(start + Self.batch, spools.count)]
        let known = try await store.existing(names.map(BuildSlug.init(rawValue:)))
        try await onDisk { for name in names { clear(name, known) } }
      }
    } catch is CancellationError { return } catch {
      logger.error("cannot clear away what earlier runs left: \(error)")
    }
  }

  private func clear(_ name: String, _ known: Set<BuildSlug>) {
    let build = BuildSlug(rawValue: name)
    let isStranger = !known.contains(build)
    guard isStranger || hasTraces(name) else { return }
    let spool = folder.spool(of: build)
    guard !WorkerLock.isHeld(in: spool) else { return }
    do {
      for file in [spool.socket, spool.reserve] { unlink(file.path) }
      try LockedFolder.remove(isStranger ? spool.url : spool.machine)
    } catch {
      logger.error("cannot clear away \(spool.url.path): \(error)")
    }
  }

  /// Whether there is something of a worker's that its end should have taken away.
  private func hasTraces(_ name: String) -> Bool {
    // Texts and not URLs, which cost more than the look itself where builds are many.
    let spool = "\(folder.spools.path)/\(name)/"
    var status = stat()
    return ["machine", "socket", "reserve"].contains { lstat(spool + $0, &status) == 0 }
  }

  /// Removes files that were to be put in place at once, and places to look into repositories.
  private static func removeDrafts(in folder: DataFolder) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    where (name.hasPrefix(".") && name.last?.isNumber == true) || name.hasPrefix("look-") {
      try LockedFolder.remove(folder.url.appending(path: name))
    }
  }
}
