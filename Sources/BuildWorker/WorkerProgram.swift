import BuildModel
import BuildSpool
import Dispatch
import Foundation

/// `airlock-worker <spool folder>`: runs the build that the folder's order asks for.
///
/// Standard output and error go wherever the service has put them, usually `worker.log`.
@main enum WorkerProgram {
  static func main() async {
    guard CommandLine.arguments.count == 2 else {
      complain("usage: airlock-worker <spool folder>")
      exit(64)
    }
    for number in [SIGPIPE, SIGHUP, SIGINT] { signal(number, SIG_IGN) }
    let spool = SpoolFolder(URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory))
    do {
      guard let lock = try WorkerLock.inherit(in: spool) else {
        complain("another worker runs this build")
        exit(75)
      }
      try await run(spool)
      withExtendedLifetime(lock) {}
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func run(_ spool: SpoolFolder) async throws {
    let stopSwitch = StopSwitch()
    let journal = try Journal(spool, now: { Date() }) { sentence in
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
      order, spool: spool, agent: agentPath, journal: journal, stopSwitch: stopSwitch,
      now: { Date() })
    let listener = listen(in: spool, for: worker)
    let terminations = watchTermination { worker.terminate() }
    await worker.run()
    journal.report(.ended)
    listener?.end()
    terminations.cancel()
  }

  /// Nil where nobody could ever reach the worker; the build is stopped then.
  private static func listen(in spool: SpoolFolder, for worker: Worker) -> WorkerListener? {
    do {
      let listener = try WorkerListener(spool) { worker.obey($0) }
      worker.journal.tell(through: listener)
      return listener
    } catch {
      complain("\(error)")
      worker.stopSwitch.stop(.spoolBroken("\(error)"))
      return nil
    }
  }

  private static func watchTermination(
    _ act: @escaping @Sendable () -> Void
  ) -> any DispatchSourceSignal {
    signal(SIGTERM, SIG_IGN)
    let source = DispatchSource.makeSignalSource(
      signal: SIGTERM, queue: DispatchQueue(label: "airlock.worker.termination"))
    source.setEventHandler(handler: act)
    source.activate()
    return source
  }

  /// The agent lies beside this very program.
  private static var agentPath: String {
    (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "airlock-agent").path
  }

  /// Says what is wrong with the worker itself.
  static func complain(_ sentence: String) {
    FileHandle.standardError.write(Data("airlock-worker: \(sentence)\n".utf8))
  }
}
