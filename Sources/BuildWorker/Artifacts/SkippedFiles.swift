/// What a deploy folder held that was not kept, and why.
struct SkippedFiles {
  /// So many names stand in a sentence.
  private static let named = 3

  private var special: [String] = []
  private var unreadable: [String] = []
  private var tooLarge: [String] = []
  private var beyondCount = 0
  private var errors: [String] = []

  mutating func add(special path: String) { special.append(path) }
  mutating func add(unreadable path: String) { unreadable.append(path) }
  mutating func add(tooLarge path: String) { tooLarge.append(path) }
  mutating func add(beyondCount path: String) { beyondCount += 1 }
  mutating func add(error: String) { errors.append(error) }

  func sentences(_ limits: ArtifactKeeper.Limits) -> [String] {
    var sentences = errors.map { "Not all artifacts are kept: \($0)." }
    func add(_ paths: [String], _ reason: String) {
      guard !paths.isEmpty else { return }
      let more = paths.count > Self.named ? " and \(paths.count - Self.named) more" : ""
      let names = paths.prefix(Self.named).map(Self.plain).joined(separator: ", ")
      sentences.append("Not kept as artifacts, because \(reason): \(names)\(more).")
    }
    add(special, "only plain files are")
    add(unreadable, "they cannot be read or their paths are too long")
    add(tooLarge, "all together may have \(Self.size(limits.bytes))")
    if beyondCount > 0 {
      sentences.append(
        "Not kept as artifacts, because a build may have \(limits.count): \(beyondCount) files.")
    }
    return sentences
  }

  private static func size(_ bytes: Int) -> String {
    bytes >> 30 > 0 ? "\(bytes >> 30) GiB" : "\(bytes) bytes"
  }

  /// One line, whatever the build calls its files.
  private static func plain(_ path: String) -> String {
    let line = String(path.map { $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
    return line.count <= 80 ? line : line.prefix(77) + "…"
  }
}
