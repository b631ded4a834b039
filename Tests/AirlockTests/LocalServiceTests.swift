import Foundation
import TestSupport
import Testing

@testable import airlock

/// What a dashboard does while it waits for this computer's own service.
@Suite(.timeLimit(.minutes(1))) struct LocalServiceTests {
  /// A service that says one word when it is told to, and ends.
  private struct SlowService {
    let local: LocalService
    private let order: Int32

    init(in folder: TemporaryFolder) throws {
      let program = folder.url.appending(path: "slow")
      try Data("#!/bin/sh\nread -r word < \"$0.order\"; echo \"$word\"\n".utf8).write(to: program)
      chmod(program.path, 0o700)
      let fifo = program.path + ".order"
      try #require(mkfifo(fifo, 0o600) == 0)
      // For both ends, so that the opening waits for nobody.
      order = open(fifo, O_RDWR | O_CLOEXEC)
      try #require(order >= 0)
      local = LocalService(
        directories: Directories(environment: ["HOME": folder.url.path]), executable: program.path)
    }

    func say(_ word: String) { Output.write("\(word)\n", to: order) }

    /// Why it cannot be connected to.
    func complaint() async -> String? {
      do { _ = try await local.connect(settings: Settings()) } catch { return "\(error)" }
      return nil
    }
  }

  @Test func `a service that is slow to start holds up no task on the same thread`() async throws {
    let folder = try TemporaryFolder()
    let service = try SlowService(in: folder)
    let complaint = await withTaskExecutorPreference(OneThread()) {
      async let complaint = service.complaint()
      // Nobody else could say it.
      await Task.yield()
      service.say("enough")
      return await complaint
    }
    #expect(complaint == "The local service did not start: enough")
  }

  @Test func `another's start that is waited for holds up no task on the same thread`()
    async throws
  {
    let folder = try TemporaryFolder()
    let service = try SlowService(in: folder)
    let data = service.local.directories.data
    try Directories.makePrivate(data)
    let lock = try FileLock(data.appending(path: "start.lock"))
    service.say("my turn")
    let complaint = await withTaskExecutorPreference(OneThread()) {
      async let complaint = service.complaint()
      await Task.yield()
      lock.release()
      return await complaint
    }
    #expect(complaint == "The local service did not start: my turn")
  }
}

/// Runs all tasks on a single thread, as those of a dashboard may happen to be.
private final class OneThread: TaskExecutor {
  private let queue = DispatchQueue(label: "one-thread")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
