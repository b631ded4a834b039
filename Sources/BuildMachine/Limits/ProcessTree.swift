import Foundation

/// The processes of a machine, as this computer's `/proc` shows them.
struct ProcessTree {
  struct Member: Equatable {
    var process: pid_t
    /// Bytes of memory that it shares with no file.
    var memory: Int
    var threads: Int
  }

  /// Without the first, which is the agent.
  private(set) var members: [Member] = []

  var memory: Int { members.reduce(0) { $0 + $1.memory } }
  var threads: Int { members.reduce(0) { $0 + $1.threads } }
  var largest: Member? { members.max { $0.memory < $1.memory } }

  /// Follows the children of a process down; nothing of this computer's leads there otherwise.
  ///
  /// - Parameter root: the agent: what has lost its parent inside is its child.
  init(below root: pid_t) {
    var open = [root]
    var seen: Set<pid_t> = [root]
    // A build that forks without end must not keep us here.
    while let process = open.popLast(), seen.count < 100_000 {
      for child in Self.children(of: process) where seen.insert(child).inserted {
        open.append(child)
        if let member = Self.member(child) { members.append(member) }
      }
    }
  }

  private static func children(of process: pid_t) -> [pid_t] {
    let folder = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.flatMap { thread in
      text("\(folder)/\(thread)/children").split(separator: " ").compactMap { pid_t($0) }
    }
  }

  private static func member(_ process: pid_t) -> Member? {
    var member = Member(process: process, memory: 0, threads: 0)
    for line in text("/proc/\(process)/status").split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count > 1, let number = Int(words[1]) else { continue }
      switch words[0] {
      case "RssAnon:", "RssShmem:": member.memory += number << 10
      case "Threads:": member.threads = number
      default: continue
      }
    }
    return member.threads > 0 ? member : nil
  }

  /// Memory that several processes share counts once, as far as the kernel tells.
  func exactMemory() -> Int {
    members.reduce(0) { sum, member in
      let rolled = Self.text("/proc/\(member.process)/smaps_rollup").split(separator: "\n")
      let parts = rolled.compactMap { line -> Int? in
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, words[0] == "Pss_Anon:" || words[0] == "Pss_Shmem:" else {
          return nil
        }
        return Int(words[1]).map { $0 << 10 }
      }
      return sum + (parts.isEmpty ? member.memory : parts.reduce(0, +))
    }
  }

  /// Empty where it cannot be read, as for a process that has just ended.
  static func text(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 8192)
    while text.count < 1 << 20 {
      let count = read(file, &piece, piece.count)
      guard count > 0 else { break }
      text += piece.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
