/// The most that one machine may use; nil is without a limit of its own.
package struct MachineLimits: Sendable, Equatable, Codable {
  /// Bytes, all its processes and its folders in memory together.
  package var memory: Int?
  /// Processors, also parts of one.
  package var processors: Double?
  /// Processes and threads at once.
  package var processes: Int?
  /// Bytes in its folders.
  package var disk: Int?
  /// Files that one process holds open.
  package var openFiles: Int?

  package init(
    memory: Int? = nil, processors: Double? = nil, processes: Int? = nil, disk: Int? = nil,
    openFiles: Int? = nil
  ) {
    self.memory = memory
    self.processors = processors
    self.processes = processes
    self.disk = disk
    self.openFiles = openFiles
  }

  /// What it allows, as the words of a log's line; nil where it limits nothing.
  package var words: String? {
    var parts: [String] = []
    if let memory { parts.append("\(Self.bytes(memory)) of memory") }
    if let processors {
      let number = processors == processors.rounded() ? "\(Int(processors))" : "\(processors)"
      parts.append("\(number) processor\(processors == 1 ? "" : "s")")
    }
    if let processes { parts.append("\(processes) processes") }
    if let disk { parts.append("\(Self.bytes(disk)) of disk") }
    if let openFiles { parts.append("\(openFiles) open files a process") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// `2 GiB`, `1536 MiB`, `100 bytes`: the largest unit that needs no fraction.
  package static func bytes(_ count: Int) -> String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")]
    where count > 0 && count % (1 << shift) == 0 {
      return "\(count >> shift) \(unit)"
    }
    return "\(count) bytes"
  }
}
