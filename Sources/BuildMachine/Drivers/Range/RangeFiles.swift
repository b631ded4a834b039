import Foundation

/// The files that make a root directory the home of its builder, with `sudo`.
struct RangeFiles {
  /// Each with the path that it has inside, and its mode.
  let files: [(ours: String, inside: String, mode: String)]
  let hostname: String

  private static let sudoers = "vagrant ALL=(ALL:ALL) NOPASSWD: ALL\n"

  /// Writes them into the machine's folder.
  ///
  /// - Parameter nameServers: those that the machine shall ask; nil for this computer's.
  init(_ plan: MachinePlan, root: String, nameServers: NameServers?) throws {
    let hostname = MachineFiles.validHostname(plan.hostname)
    let (user, home) = (UserRange.builder, RangeDriver.folders.home)
    let shell = access("\(root)/bin/bash", F_OK) == 0 ? "/bin/bash" : "/bin/sh"
    // No password by an `x`, which would have sudo look for one in a file that has none.
    let account = "vagrant:*:\(user):\(user):vagrant:\(home):\(shell)"
    let group = "vagrant:x:\(user):"
    let texts: [(name: String, inside: String, mode: String, text: String)] = [
      ("passwd", "/etc/passwd", "644", Self.adding(account, to: "\(root)/etc/passwd", "\(user)")),
      ("group", "/etc/group", "644", Self.adding(group, to: "\(root)/etc/group", "\(user)")),
      ("hostname", "/etc/hostname", "644", hostname + "\n"),
      ("hosts", "/etc/hosts", "644", "127.0.0.1 localhost \(hostname)\n::1 localhost\n"),
      ("resolv.conf", "/etc/resolv.conf", "644", nameServers?.text ?? Self.hostNameServers),
      ("sudoers", "/etc/sudoers.d/airlock", "440", Self.sudoers),
    ]
    let folder = plan.folder + "/account"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    files = try texts.map { name, inside, mode, text in
      let path = "\(folder)/\(name)"
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      return (path, inside, mode)
    }
    self.hostname = hostname
  }

  private static var hostNameServers: String { ProcessTree.text("/etc/resolv.conf") }

  /// A list of users or groups with one line more, and without another of its name or number.
  private static func adding(_ line: String, to file: String, _ number: String) -> String {
    let name = line.prefix { $0 != ":" }
    let others = ProcessTree.text(file).split(separator: "\n").filter { other in
      let words = other.split(separator: ":", omittingEmptySubsequences: false)
      return words.first != name && !(words.count > 2 && words[2] == number)
    }
    return (others + [line[...]]).joined(separator: "\n") + "\n"
  }
}
