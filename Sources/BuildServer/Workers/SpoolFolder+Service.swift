import BuildSpool
import Foundation

extension SpoolFolder {
  /// Whether a worker has ever begun here.
  var hasReports: Bool { ReportReader(self).hasBegun }

  /// What to say of a worker that ended without a last word, with its own last line if it has one.
  var lossReason: String {
    if let complaint = DiskSpace.complaint(at: url) {
      return "Its worker was lost: \(complaint)."
    }
    let words = "Its worker was lost before the build was finished."
    guard let log = try? String(contentsOf: workerLog, encoding: .utf8),
      let last = log.split(whereSeparator: \.isNewline).last
    else { return words }
    return "\(words) It said: \(last.prefix(200))"
  }
}
