import BuildModel
import Foundation
import Synchronization

/// Copies what a build left in its deploy folder to where its machine cannot reach.
///
/// The machine still stands and may change the folder meanwhile: so nothing is opened by a path,
/// no link is followed, and the copies share nothing with the originals.
struct ArtifactKeeper {
  let deploy: String
  let target: URL
  var limits = Limits()

  struct Limits {
    var count = 1000
    /// All files together.
    var bytes = 2 << 30
    /// Of a path below the deploy folder; what is told of them all must fit one message.
    var pathBytes = 512
    var depth = 32
  }

  struct Kept: Sendable {
    var artifacts: [Artifact] = []
    /// For the log: what was kept, and what was not.
    var sentences: [String] = []
  }

  /// Copies until it is done or its task is cancelled.
  func keep() async -> Kept {
    let isCancelled = Mutex(false)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // Files can be large and disks slow: not on a thread that tasks share.
        let thread = Thread {
          var walk = ArtifactWalk(keeper: self) { isCancelled.withLock { $0 } }
          continuation.resume(returning: walk.run())
        }
        thread.name = "airlock.artifacts"
        thread.stackSize = 2 << 20
        thread.start()
      }
    } onCancel: {
      isCancelled.withLock { $0 = true }
    }
  }
}
