import Foundation

/// The compressed log that `LogWriter` writes.
struct CompressedLog: LogFormat {
  /// Stands for text that the disk has lost; the chunks beside it keep their positions.
  static let lost = Array("(this part of the log is damaged on the disk)\n".utf8)

  let folder: SpoolFolder

  var count: Int {
    guard let index = try? ReadingFile(folder.logIndex), let log = try? ReadingFile(folder.log)
    else { return 0 }
    // The index before the log, which is written first.
    var count = index.size / LogEntry.size
    let size = log.size
    // After a power cut the index can be ahead of the log, or hold zeros.
    while count > 0, let last = try? entries(count - 1..<count, in: index).first,
      last.end == 0 || last.end > size
    { count -= 1 }
    return count
  }

  func marks(_ range: Range<Int>) throws -> [LogMark] {
    try entries(range, in: ReadingFile(folder.logIndex))
      .map { LogMark(length: $0.length, time: $0.time) }
  }

  func texts(_ range: Range<Int>) throws -> [[UInt8]] {
    let log = try ReadingFile(folder.log)
    return try members(range).flatMap { member in
      let packed = try log.read(at: member.begin, count: member.end - member.begin)
      let lengths = member.entries.map(\.length)
      guard let text = Gzip.text(in: packed, length: lengths.reduce(0, +)) else {
        return Array(repeating: Self.lost, count: member.entries.count)
      }
      var end = 0
      return lengths.map { length in
        end += length
        return Array(text[(end - length)..<end])
      }
    }.suffix(range.count)
  }

  /// The log as a gzip file, as far as it goes now; nil where it has no chunk yet.
  func gzip() throws -> GzipFile? {
    let count = self.count
    guard count > 0, let last = try members(count - 1..<count).last else { return nil }
    let text = try texts(count - last.entries.count..<count).joined()
    return GzipFile(
      url: folder.log, length: last.end,
      ending: Gzip.ending(checksum: Gzip.checksum(of: Array(text)), length: text.count))
  }

  /// A gzip member from its first chunk to the last one that is wanted.
  private struct Member {
    /// Where its compressed bytes begin, behind the header.
    var begin: Int
    var entries: [LogEntry]

    var end: Int { entries.last?.end ?? begin }
  }

  /// The members that chunks lie in, the first one from its beginning.
  private func members(_ range: Range<Int>) throws -> [Member] {
    let index = try ReadingFile(folder.logIndex)
    guard
      let place = try entries(range.lowerBound..<range.lowerBound + 1, in: index)
        .first?.place
    else { return [] }
    let first = range.lowerBound - place
    // One more before, whose end tells where the member begins.
    let all = try entries(max(0, first - 1)..<range.upperBound, in: index)
    var members: [Member] = []
    var previous = first == 0 ? nil : all.first
    for entry in all.dropFirst(first == 0 ? 0 : 1) {
      if entry.place == 0 || members.isEmpty {
        let begin = previous.map { $0.end + Gzip.endingSize } ?? 0
        members.append(Member(begin: begin + Gzip.header.count, entries: []))
      }
      members[members.count - 1].entries.append(entry)
      previous = entry
    }
    return members
  }

  private func entries(_ range: Range<Int>, in index: ReadingFile) throws -> [LogEntry] {
    LogEntry.all(
      in: try index.read(
        at: range.lowerBound * LogEntry.size, count: range.count * LogEntry.size))
  }
}
