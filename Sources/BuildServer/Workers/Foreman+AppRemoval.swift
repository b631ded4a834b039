import BuildDatabase
import BuildModel
import BuildSpool
import Foundation

/// The end of an app.
extension Foreman {
  /// How long the end of builds and machines is awaited.
  private static let patience = Duration.seconds(20)

  /// Removes an app with its builds.
  ///
  /// - Parameter byForce: ends its builds and shuts its machines first, whoever is inside.
  /// - Throws: a refusal while a build of it has not ended or a machine of it stands.
  func removeApp(_ app: AppSlug, byForce: Bool, by name: String) async throws {
    let deadline = ContinuousClock.now.advanced(by: Self.patience)
    var ended: Set<BuildSlug> = []
    while true {
      do {
        let builds = try await store.removeApp(app)
        await herald.appRemoved()
        errand.yield(.clearAwayBuilds(builds))
        return
      } catch let use as AppInUse {
        guard byForce, ContinuousClock.now < deadline else { throw Refusal(use) }
        for build in use.unfinished + use.standing where ended.insert(build.slug).inserted {
          try await end(build, by: name)
        }
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  private func end(_ build: Build, by name: String) async throws {
    guard !build.status.isFinished else {
      return try await give(.closeWindow(.closedByUser), to: build.slug)
    }
    do {
      try await abort(build, reason: "\(name) removed the app.")
    } catch is Refusal {
      // It has finished meanwhile.
      try await give(.closeWindow(.closedByUser), to: build.slug)
    }
  }

  /// Removes the folders of builds that are no more.
  func clearAway(_ builds: [BuildSlug]) async {
    for build in builds {
      let spool = folder.spool(of: build)
      // A worker that has not ended yet keeps its folder until the next service looks.
      guard attended[build] == nil, !WorkerLock.isHeld(in: spool) else { continue }
      do {
        try await onDisk { try LockedFolder.remove(spool.url) }
      } catch {
        logger.error("cannot clear away \(spool.url.path): \(error)")
      }
    }
  }
}

extension Refusal {
  /// Why an app cannot be removed now.
  init(_ use: AppInUse) {
    func list(_ builds: [Build], _ one: String, _ many: String) -> String? {
      guard let first = builds.first else { return nil }
      return builds.count == 1
        ? "build #\(first.number) \(one)" : "\(builds.count) builds \(many)"
    }
    let parts = [
      list(use.unfinished, "is not finished", "are not finished"),
      list(use.standing, "has its machine still standing", "have their machines still standing"),
    ].compactMap { $0 }
    self.init(
      .badRequest,
      "The app is in use: \(parts.joined(separator: ", and ")). End them first, or remove it by"
        + " force.", code: .notFinished)
  }
}
