package import BuildModel
package import Foundation

/// The files `ssh` reads for one session, and nothing of the user's own.
///
/// They live in a folder that only the user can read and hold no secret. `~/.ssh` is not touched.
package struct SSHFiles: Sendable {
  /// The name of the host in the configuration.
  package let alias: String
  package let folder: URL
  package var configuration: URL { folder.appending(path: "config") }
  /// The session's own where the machine's key was told; else the build's, which remembers the key
  /// that was seen first.
  package let knownHosts: URL
  /// Where `ssh` writes its own words when the screen is not to show them.
  package var complaints: URL { folder.appending(path: "complaints") }

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - parent: the folder for all windows, below the XDG state folder.
  ///   - sockets: where sessions of one build find each other, to share one connection; nil where
  ///     each is to have its own.
  ///   - persistence: how many seconds a shared connection outlasts its last session.
  /// - Throws: `ConnectError` where the credentials are not what they claim to be, or what
  ///   Foundation throws for a full disk.
  package init(
    for credentials: SSHCredentials, build: BuildSlug, in parent: URL, sockets: URL? = nil,
    persistence: Int = 3
  ) throws {
    try Self.check(credentials)
    try Self.check(build)
    alias = "airlock-\(build)"
    // One for each session: the end of one takes nothing from another that is just beginning.
    folder = parent.appending(path: "\(build)-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    if let hostKey = credentials.hostKey {
      knownHosts = folder.appending(path: "known_hosts")
      try write("[\(credentials.host)]:\(credentials.port) \(hostKey)\n", to: knownHosts)
    } else {
      knownHosts = parent.appending(path: "first-seen-\(build)")
      Self.forgetOldKeys(in: parent)
    }
    let sharing = sockets.map { Self.sharing(build, in: $0, persistence) } ?? ""
    try write(text(credentials) + sharing, to: configuration)
  }

  /// Lets the first session's connection serve those that follow, which then need no password.
  private static func sharing(_ build: BuildSlug, in folder: URL, _ persistence: Int) -> String {
    // A Unix socket's path is short, and this one gets a suffix while it is made.
    let name = build.rawValue.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(40)
    return """
        ControlMaster auto
        ControlPath "\(folder.path)/\(name)-\(persistence)"
        ControlPersist \(persistence)

      """
  }

  /// No machine lives for two days.
  private static func forgetOldKeys(in parent: URL) {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: parent.path)) ?? []
    where name.hasPrefix("first-seen-") {
      let path = parent.appending(path: name).path
      let written = (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date
      if let written, written.timeIntervalSinceNow < -2 * 86_400 {
        try? files.removeItem(atPath: path)
      }
    }
  }

  /// Takes the files away, once the session is over.
  package func remove() { try? FileManager.default.removeItem(at: folder) }

  private func text(_ credentials: SSHCredentials) -> String {
    """
    # Written by airlock for one session; removed after it.
    Host \(alias)
      HostName \(credentials.host)
      Port \(credentials.port)
      User \(credentials.username)
      UserKnownHostsFile "\(knownHosts.path)"
      GlobalKnownHostsFile /dev/null
      StrictHostKeyChecking \(credentials.hostKey == nil ? "accept-new" : "yes")
      UpdateHostKeys no
      CheckHostIP no
      HashKnownHosts no
      PreferredAuthentications \(credentials.hostKey == nil ? "password,keyboard-interactive" : "password")
      PubkeyAuthentication no
      NumberOfPasswordPrompts 1
      IdentitiesOnly yes
      IdentityAgent none
      ForwardAgent no
      ServerAliveInterval 15
      ServerAliveCountMax 3
      LogLevel ERROR

    """
  }

  private func write(_ text: String, to url: URL) throws {
    try Data(text.utf8).write(to: url, options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
  }

  /// A slug from outside names files and stands in the configuration.
  private static func check(_ build: BuildSlug) throws {
    let text = build.rawValue
    guard !text.isEmpty, text.utf8.count <= 100,
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    else { throw ConnectError("The build's slug is none that a file can be named by.") }
  }

  /// A host name or user from outside could smuggle options or lines into the configuration.
  private static func check(_ credentials: SSHCredentials) throws {
    let allowed = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:")
    for (what, text) in [("host", credentials.host), ("user", credentials.username)] {
      guard !text.isEmpty, !text.hasPrefix("-"), text.unicodeScalars.allSatisfy(allowed.contains)
      else { throw ConnectError("The \(what) name that the service told is not one.") }
    }
    guard (1...65535).contains(credentials.port) else {
      throw ConnectError("The service told port \(credentials.port), which is none.")
    }
    if let key = credentials.hostKey {
      let words = key.split(separator: " ", omittingEmptySubsequences: false)
      let letters = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "+/=-@."))
      guard words.count == 2, words[0].hasPrefix("ssh-") || words[0].hasPrefix("ecdsa-"),
        key.unicodeScalars.allSatisfy({ $0 == " " || ($0.isASCII && letters.contains($0)) })
      else { throw ConnectError("The host key that the service told is not one.") }
    }
  }
}

/// Why no connection was made; one sentence.
package struct ConnectError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String
  package init(_ sentence: String) { description = sentence }
}
