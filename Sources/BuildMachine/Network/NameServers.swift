import Foundation

/// The name servers that a machine with a network of its own can ask.
///
/// Those of this computer, but for any that listen on its loopback: there the machine finds
/// nobody. Where systemd puts itself in between, its list of real servers is taken.
struct NameServers: Equatable {
  /// Where such lists lie; the first that names a server serves.
  static let files = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"]

  /// The text of the machine's own `resolv.conf`.
  let text: String
  let isEmpty: Bool

  init(files: [String] = Self.files) {
    for file in files {
      guard let text = FileManager.default.contents(atPath: file) else { continue }
      let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
      let kept = lines.filter(Self.isOfUse)
      guard kept.contains(where: { $0.hasPrefix("nameserver") }) else { continue }
      self.text = kept.joined(separator: "\n") + "\n"
      isEmpty = false
      return
    }
    text = ""
    isEmpty = true
  }

  /// A sentence about names that cannot be looked up; nil where they can.
  var remark: String? {
    isEmpty
      ? "Names cannot be looked up: this computer's name servers listen on its loopback only."
      : nil
  }

  private static func isOfUse(_ line: Substring) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let first = words.first, words.count > 1 else { return false }
    switch first {
    case "nameserver": return words[1].contains(".") && !words[1].hasPrefix("127.")
    case "search", "domain", "options": return true
    default: return false
    }
  }
}
