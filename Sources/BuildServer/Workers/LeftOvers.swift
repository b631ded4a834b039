import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Logging

/// What earlier runs of the service left in its data folder.
struct LeftOvers: Sendable {
  let store: BuildStore
  let folder: DataFolder
  let logger: Logger

  /// Removes machines without a worker, spools without a build, and what was begun and not ended.
  ///
  /// To be called while no build can be added.
  func clearAway(except kept: Set<BuildSlug>) async throws {
    let folder = self.folder
    let others = try await onDisk {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      where Self.isDraft(name) { try MachineFolder.remove(folder.url.appending(path: name)) }
      return try FileManager.default.contentsOfDirectory(atPath: folder.spools.path)
        .map(BuildSlug.init(rawValue:)).filter { !kept.contains($0) }
    }
    let known = try await store.existing(others)
    try await onDisk { [logger] in
      for build in others {
        let spool = folder.spool(of: build)
        let isStranger = !known.contains(build)
        guard isStranger || Self.hasTraces(spool), !WorkerLock.isHeld(in: spool) else { continue }
        do {
          for file in [spool.socket, spool.reserve] { unlink(file.path) }
          try MachineFolder.remove(isStranger ? spool.url : spool.machine)
        } catch {
          logger.error("cannot clear away \(spool.url.path): \(error)")
        }
      }
    }
  }

  /// Whether there is something of a worker's that its end should have taken away.
  private static func hasTraces(_ spool: SpoolFolder) -> Bool {
    var status = stat()
    return [spool.machine, spool.socket, spool.reserve].contains { lstat($0.path, &status) == 0 }
  }

  /// A file that was to be put in place at once, or a place to look into a repository.
  private static func isDraft(_ name: String) -> Bool {
    (name.hasPrefix(".") && name.last?.isNumber == true) || name.hasPrefix("look-")
  }
}
