import Foundation

/// What one machine has on disk: the plan's folders, and files about its user and its name.
struct MachineFiles {
  static let folderNames = ["home", "source", "deploy", "temporary"]

  let hostname: String
  let home: String
  let source: String
  let deploy: String
  let temporary: String
  /// Files of ours by the path at which the machine sees them.
  let accountFiles: [(ours: String, inside: String)]

  /// Writes them, and gives the folders to the machine's user where that is another than ours.
  ///
  /// - Parameter nameServers: those the machine shall ask; nil for this computer's.
  init(plan: MachinePlan, account: MachineAccount, nameServers: NameServers? = nil) throws {
    hostname = Self.validHostname(plan.hostname)
    home = plan.folder + "/home"
    source = plan.folder + "/source"
    deploy = plan.folder + "/deploy"
    temporary = plan.folder + "/temporary"
    var texts = [
      "passwd": account.passwordFile(home: BubblewrapView.folders.home),
      "group": account.groupFile,
      "hostname": hostname + "\n",
      "hosts": "127.0.0.1 localhost \(hostname)\n::1 localhost ip6-localhost\n",
    ]
    texts["resolv.conf"] = nameServers?.text
    let folder = plan.folder + "/account"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    accountFiles = try texts.sorted { $0.key < $1.key }.map { name, text in
      let path = "\(folder)/\(name)"
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      // Whatever our own umask is: the machine's user has to read it.
      chmod(path, 0o644)
      return (path, "/etc/\(name)")
    }
    if account.kind == .separate { try Self.give(plan, to: account.id) }
  }

  /// Gives a machine's folders to a user of this computer.
  static func give(_ plan: MachinePlan, to id: uid_t) throws {
    for name in folderNames { try give("\(plan.folder)/\(name)", to: id) }
  }

  /// Changes the owner of all below, never of what a symbolic link points to.
  static func give(_ folder: String, to id: uid_t) throws {
    let inside = FileManager.default.enumerator(atPath: folder)
    let paths = (inside?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
    for path in [folder] + paths where lchown(path, id, id) != 0 {
      throw MachineError(
        .notStarted,
        "\(path) cannot be given to the machine's user: \(String(cString: strerror(errno))).")
    }
  }

  static func validHostname(_ text: String) -> String {
    let valid = text.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let trimmed = String(valid.prefix(63)).trimmingCharacters(in: ["-"])
    return trimmed.isEmpty ? "machine" : trimmed
  }
}
