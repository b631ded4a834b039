import BuildDatabase
import BuildModel
import BuildSpool
import Foundation

/// What of the builds that have ended is kept: by age and by size, the oldest go first.
///
/// A build that waits or runs, one whose window is not closed, and the newest build of each app
/// always stay.
struct Retention: Sendable {
  /// What one pass has removed.
  struct Removed: Sendable, Equatable {
    var builds = 0
    var bytes = 0
  }

  private static let batch = 100

  let parts: ServiceParts

  private var rules: ServiceConfiguration.Keeping { parts.configuration.keeping }

  /// Removes what is due now and every time the pause is over, until the service stops.
  func keepOn() async {
    repeat {
      do { tell(try await run()) } catch is CancellationError { return } catch {
        parts.disk.noticed(error)
        parts.configuration.logger.error("cannot remove old builds: \(error)")
      }
      parts.disk.hold()
      do { try await rules.pause() } catch { return }
    } while !Task.isCancelled
  }

  /// One pass.
  ///
  /// Each build is a transaction of its own, so that nobody waits for the whole.
  func run() async throws -> Removed {
    // Not under the hands of a backup, which finds every build that it has a row of.
    guard let lock = try FolderLock.exclusive(parts.folder.backupLock) else { return Removed() }
    defer { lock.release() }
    try await measure()
    var kept = try await parts.store.keptBytes()
    let oldest = rules.age.map { parts.now - $0 }
    var removed = Removed()
    var last: EndedBuild?
    while case let batch = try await parts.store.endedBuilds(after: last, limit: Self.batch),
      !batch.isEmpty
    {
      for build in batch {
        let isOld = oldest.map { build.finishedAt < $0 } ?? false
        let isTooMuch = rules.bytes.map { kept > $0 } ?? false
        // They come by age: if this one may stay, so may all others.
        guard isOld || isTooMuch else { return removed }
        guard try await remove(build.slug) else { continue }
        kept -= build.bytes
        removed.builds += 1
        removed.bytes += build.bytes
      }
      last = batch.last
    }
    return removed
  }

  private func remove(_ build: BuildSlug) async throws -> Bool {
    // Its worker may still be at the last of its work.
    guard await parts.foreman.attended[build] == nil, try await parts.store.remove(build) else {
      return false
    }
    let spool = parts.folder.spool(of: build).url
    do { try await onDisk { try LockedFolder.remove(spool) } } catch {
      // Without a build, it goes at the next start.
      parts.configuration.logger.error("cannot remove \(spool.path): \(error)")
    }
    return true
  }

  private func measure() async throws {
    while case let builds = try await parts.store.unmeasuredBuilds(limit: Self.batch),
      !builds.isEmpty
    {
      let folder = parts.folder
      try await parts.store.setSizes(
        onDisk {
          Dictionary(
            uniqueKeysWithValues: builds.map { ($0, DiskUsage.bytes(in: folder.spool(of: $0).url)) }
          )
        })
    }
  }

  private func tell(_ removed: Removed) {
    guard removed.builds > 0 else { return }
    let size = removed.bytes.formatted(.byteCount(style: .file))
    parts.configuration.logger.notice(
      "removed \(removed.builds) old builds, \(size), to keep no more than was asked for")
  }
}
