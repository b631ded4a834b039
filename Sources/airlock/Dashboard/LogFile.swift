import Dashboard
import DashboardRuntime
import Foundation
import TerminalSurface

/// Writes logs into files, for keeping or for a program to show.
struct LogFile: Sendable {
  let directories: Directories

  /// - Returns: the file's path.
  func write(
    _ export: LogExport, _ reading: LogReading, grew: @escaping @Sendable (Int) -> Void
  ) async throws -> String {
    let path = try path(of: export)
    let sink = try FileSink(path)
    do {
      var filter = LogFilter(export.destination)
      var bytes = 0
      try await reading.each(export.part ?? 1 ... .max) { chunks in
        let text = filter.take(chunks.map(\.text).joined())
        bytes += text.utf8.count
        try await sink.write(text)
        grew(bytes)
      }
      let rest = filter.rest()
      try await sink.write(rest)
      grew(bytes + rest.utf8.count)
      await sink.close()
      return path
    } catch {
      await sink.close()
      unlink(path)
      throw error
    }
  }

  private func path(of export: LogExport) throws -> String {
    switch export.destination {
    case .file(let name): return (name as NSString).expandingTildeInPath
    case .program:
      let folder = directories.state.appending(path: "logs")
      try Directories.makePrivate(folder)
      return folder.appending(path: "\(export.name)-\(UUID().uuidString.prefix(8)).log").path
    }
  }
}

/// What of a log goes into a file, line by line.
private struct LogFilter {
  private let destination: LogExport.Destination
  private var line = ""

  init(_ destination: LogExport.Destination) { self.destination = destination }

  /// A file of the person's gets every byte; a program gets nothing that could speak to a
  /// terminal, and only a pager gets colours.
  mutating func take(_ text: String) -> String {
    guard case .program(let program) = destination else { return text }
    line += text
    guard let end = line.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return "" }
    let whole = line[...end]
    line = String(line[line.utf8.index(after: end)...])
    return whole.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { AnsiText.harmless(String($0), keepsColours: program == .pager) + "\n" }.joined()
  }

  mutating func rest() -> String {
    guard case .program(let program) = destination, !line.isEmpty else { return "" }
    return AnsiText.harmless(line, keepsColours: program == .pager) + "\n"
  }
}
