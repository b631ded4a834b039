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

  /// Removes machines without a worker and spools without a build.
  func clearAway(except kept: Set<BuildSlug>) async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.spools.path)
    let others = names.map(BuildSlug.init(rawValue:)).filter { !kept.contains($0) }
    let known = try await store.existing(others)
    for build in others {
      let spool = folder.spool(of: build)
      guard !WorkerLock.isHeld(in: spool) else { continue }
      do {
        try MachineFolder.remove(known.contains(build) ? spool.machine : spool.url)
      } catch {
        logger.error("cannot clear away \(spool.url.path): \(error)")
      }
    }
  }
}
