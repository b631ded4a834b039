package import BuildModel
package import Foundation

/// Writes a worker's reports down, one JSON line each, numbered from 1.
///
/// Not safe for several threads at once: its owner serialises.
package final class ReportWriter {
  private let descriptor: Int32
  private let path: String
  private let encoder = SpoolCoding.encoder()
  private var size: off_t = 0
  package private(set) var last = 0

  package init(_ folder: SpoolFolder) throws {
    path = folder.reports.path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SpoolError.system("create", path, errno) }
  }

  deinit { close(descriptor) }

  package func append(_ news: WorkerNews, at time: Date) throws -> WorkerReport {
    let report = WorkerReport(sequence: last + 1, at: time, news: news)
    var line = try encoder.encode(report)
    line.append(UInt8(ascii: "\n"))
    do {
      try line.withUnsafeBytes { try writeAll($0, to: descriptor, path: path) }
    } catch {
      // Half a line would spoil the next one as well.
      ftruncate(descriptor, size)
      throw error
    }
    size += off_t(line.count)
    last += 1
    return report
  }
}

/// Reads what a worker has reported, whether it lives or not.
package struct ReportReader: Sendable {
  private let folder: SpoolFolder

  package init(_ folder: SpoolFolder) { self.folder = folder }

  /// Whether a worker has ever begun here.
  package var hasBegun: Bool { FileManager.default.fileExists(atPath: folder.reports.path) }

  /// The reports numbered above a sequence; a last line cut off by a crash is left out.
  package func reports(after sequence: Int) throws -> [WorkerReport] {
    guard FileManager.default.fileExists(atPath: folder.reports.path) else { return [] }
    let data = try Data(contentsOf: folder.reports)
    let decoder = SpoolCoding.decoder()
    return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      try? decoder.decode(WorkerReport.self, from: line)
    }.filter { $0.sequence > sequence }
  }
}
