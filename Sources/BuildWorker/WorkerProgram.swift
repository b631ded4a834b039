import BuildMachine
import BuildModel
import BuildRunner
import BuildSpool
import Foundation
import Synchronization

/// `airlock-worker <spool folder>`: runs the build that the folder's order asks for.
///
/// Standard output and error go wherever the service has put them, usually `worker.log`. The line
/// `listening` is written once the socket is there.
@main enum WorkerProgram {
  /// Not `async`: the main thread waits for SIGTERM, which Swift's own wait would let through.
  static func main() {
    guard CommandLine.arguments.count == 2 else {
      complain("usage: airlock-worker <spool folder>")
      exit(64)
    }
    MemoryImage.forbid()
    var termination = sigset_t()
    sigemptyset(&termination)
    sigaddset(&termination, SIGTERM)
    // Before there is another thread, so that all inherit it.
    pthread_sigmask(SIG_BLOCK, &termination, nil)
    for number in [SIGPIPE, SIGHUP, SIGINT, SIGXFSZ] { signal(number, SIG_IGN) }
    let spool = SpoolFolder(URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory))
    let stopSwitch = StopSwitch()
    // Detached, because this thread is the main actor's and never comes back to it.
    Task.detached { exit(await run(spool, stopSwitch)) }
    while true {
      var number: Int32 = 0
      if sigwait(&termination, &number) == 0 { stopSwitch.terminate() }
    }
  }

  /// - Returns: the exit status.
  private static func run(_ spool: SpoolFolder, _ stopSwitch: StopSwitch) async -> Int32 {
    do {
      guard let lock = try WorkerLock.inherit(in: spool) else {
        complain("another worker runs this build")
        return 75
      }
      try await runLocked(spool, stopSwitch)
      withExtendedLifetime(lock) {}
      return 0
    } catch {
      complain("\(error)")
      return 1
    }
  }

  private static func runLocked(_ spool: SpoolFolder, _ stopSwitch: StopSwitch) async throws {
    let redaction = Redaction()
    let journal = try Journal(spool, redaction: redaction, now: { Date() }) { sentence in
      complain(sentence)
      stopSwitch.stop(.spoolBroken(sentence))
    }
    let order: BuildOrder
    do {
      order = try spool.readOrder()
    } catch {
      let sentence = "the build's order cannot be read: \(error)"
      journal.write(sentence + "\n")
      journal.report(.finished(.failed, failureReason: sentence, abortReason: nil))
      journal.report(.ended)
      return
    }
    let worker = Worker(
      order, spool: spool, agent: agentPath, journal: journal, redaction: redaction,
      stopSwitch: stopSwitch, now: { Date() })
    let listener = listen(in: spool, for: worker)
    await worker.run()
    journal.report(.ended)
    journal.finish()
    listener?.end()
  }

  /// Nil where nobody could ever reach the worker; the build is stopped then.
  private static func listen(in spool: SpoolFolder, for worker: Worker) -> WorkerListener? {
    do {
      let listener = try WorkerListener(spool) { worker.obey($0) }
      worker.journal.tell(through: listener)
      say("listening", to: .standardOutput)
      return listener
    } catch {
      complain("\(error)")
      worker.stopSwitch.stop(.spoolBroken("\(error)"))
      return nil
    }
  }

  /// The agent lies beside this very program.
  private static var agentPath: String {
    (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "airlock-agent").path
  }

  private static let complaints = Atomic(0)

  /// Says what is wrong with the worker itself; not for ever, since a file keeps it.
  static func complain(_ sentence: String) {
    guard complaints.add(1, ordering: .relaxed).newValue <= 100 else { return }
    say("airlock-worker: \(sentence)", to: .standardError)
  }

  private static func say(_ line: String, to file: FileHandle) {
    // Where nobody keeps what a worker says, there is nobody left to tell that either.
    try? file.write(contentsOf: Data("\(line)\n".utf8))
  }
}
