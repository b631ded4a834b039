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
    return try sections(range).flatMap { section in
      let packed = try log.read(at: section.begin, count: section.end - section.begin)
      let lengths = section.entries.map(\.length)
      guard let text = Gzip.text(in: packed, length: lengths.reduce(0, +)) else {
        return Array(repeating: Self.lost, count: section.entries.count)
      }
      var end = 0
      return lengths.map { length in
        end += length
        return Array(text[(end - length)..<end])
      }
    }.suffix(range.count)
  }

  /// The log as a gzip file; nil where its worker has not made it whole.
  func gzip() throws -> GzipFile? {
    let count = self.count
    guard count > 0,
      let last = try entries(count - 1..<count, in: ReadingFile(folder.logIndex)).first
    else { return nil }
    let size = last.end + Gzip.endingSize
    return try ReadingFile(folder.log).size == size ? GzipFile(url: folder.log, size: size) : nil
  }

  /// A section from its first chunk to the last one that is wanted.
  private struct Section {
    /// Where its compressed bytes begin.
    var begin: Int
    var entries: [LogEntry]

    var end: Int { entries.last?.end ?? begin }
  }

  /// The sections that chunks lie in, the first one from its beginning.
  private func sections(_ range: Range<Int>) throws -> [Section] {
    let index = try ReadingFile(folder.logIndex)
    guard let place = try entries(range.lowerBound..<range.lowerBound + 1, in: index).first?.place
    else { return [] }
    let first = range.lowerBound - place
    // One more before, whose end tells where the section begins.
    let all = try entries(max(0, first - 1)..<range.upperBound, in: index)
    var sections: [Section] = []
    var begin = first == 0 ? Gzip.header.count : all.first?.end ?? 0
    for entry in all.dropFirst(first == 0 ? 0 : 1) {
      if entry.place == 0 || sections.isEmpty {
        sections.append(Section(begin: begin, entries: []))
      }
      sections[sections.count - 1].entries.append(entry)
      begin = entry.end
    }
    return sections
  }

  private func entries(_ range: Range<Int>, in index: ReadingFile) throws -> [LogEntry] {
    LogEntry.all(
      in: try index.read(
        at: range.lowerBound * LogEntry.size, count: range.count * LogEntry.size))
  }
}
