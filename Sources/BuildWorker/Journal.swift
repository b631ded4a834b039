import BuildModel
import BuildRunner
import BuildSpool
import Foundation
import Synchronization

/// All a worker says: reports and log go to the spool first and then to whoever listens.
final class Journal: BuildLog {
  private struct Pens {
    var reports: ReportWriter
    var log: LogWriter
    /// What could not be written yet; a disk may have room again later.
    var pending: [(news: WorkerNews, time: Date)] = []
    /// The first thing that could not be written.
    var fault: String?
  }

  private let pens: Mutex<Pens>
  private let listener = Mutex<WorkerListener?>(nil)
  private let reader: ReportReader
  private let reserve: DiskReserve
  private let redaction: Redaction
  private let now: @Sendable () -> Date
  private let onFault: @Sendable (String) -> Void

  /// - Parameters:
  ///   - redaction: what no report may hold; whoever writes to the log sees to that himself.
  ///   - onFault: told once, with a sentence, when the spool cannot be written any more.
  init(
    _ folder: SpoolFolder, redaction: Redaction, now: @escaping @Sendable () -> Date,
    onFault: @escaping @Sendable (String) -> Void
  ) throws {
    pens = Mutex(Pens(reports: try ReportWriter(folder), log: try LogWriter(folder)))
    reserve = DiskReserve(folder.reserve, bytes: 64 << 10)
    reserve.hold()
    reader = ReportReader(folder)
    self.redaction = redaction
    self.now = now
    self.onFault = onFault
  }

  /// From now on, those who follow are told at once.
  func tell(through listener: WorkerListener) {
    self.listener.withLock { $0 = listener }
  }

  func report(_ news: WorkerNews, at time: Date? = nil) {
    let news = news.changingTexts(redaction.apply)
    let fault = pens.withLock { pens -> String? in
      pens.pending.append((news, time ?? now()))
      do {
        try writePending(&pens)
        return nil
      } catch {
        let fault = first(error, &pens)
        if reserve.release() { try? writePending(&pens) }
        return fault
      }
    }
    if let fault { onFault(fault) }
  }

  private func writePending(_ pens: inout Pens) throws {
    while let next = pens.pending.first {
      let report = try pens.reports.append(next.news, at: next.time)
      pens.pending.removeFirst()
      // Within the lock: what is told keeps the order of what is written.
      tell(.report(report))
    }
  }

  func write(_ bytes: [UInt8]) -> Int? {
    let (position, fault) = pens.withLock { pens -> (Int?, String?) in
      // What is left of the disk is for the last words.
      guard pens.fault == nil else { return (nil, nil) }
      do {
        let position = try pens.log.append(bytes, at: now())
        tell(.whisper(.logGrown(chunks: position)))
        return (position, nil)
      } catch {
        let fault = first(error, &pens)
        reserve.release()
        let line = "\n\u{1b}[31;1m\(fault ?? "")\u{1b}[0m\n"
        return (try? pens.log.append(Array(line.utf8), at: now()), fault)
      }
    }
    if let fault { onFault(fault) }
    return position
  }

  /// Makes the log's file whole; nothing is written to it afterwards.
  func finish() {
    reserve.release()
    pens.withLock { $0.log.finish() }
  }

  func whisper(_ whisper: WorkerWhisper) { tell(.whisper(whisper)) }

  /// How many chunks the log has.
  var chunks: Int { pens.withLock { $0.log.count } }

  /// What one who begins to follow has missed.
  func reports(after sequence: Int) -> [WorkerReport] {
    do {
      return try reader.reports(after: sequence)
    } catch {
      onFault("\(error)")
      return []
    }
  }

  private func tell(_ message: WorkerMessage) {
    listener.withLock { $0 }?.tell(message)
  }

  private func first(_ error: any Error, _ pens: inout Pens) -> String? {
    defer { pens.fault = pens.fault ?? "\(error)" }
    return pens.fault == nil ? "\(error)" : nil
  }
}
