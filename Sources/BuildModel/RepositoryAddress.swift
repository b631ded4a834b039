/// Where a repository lies, with its secret apart.
package struct RepositoryAddress: Sendable, Equatable {
  /// What git is given and the machine may see: a folder's path, or a URL without a secret.
  package var remote: String
  /// A line of git's credential store; nil where the address holds no secret.
  package var credential: String?

  package init(_ text: String) {
    remote = text
    guard let scheme = text.range(of: "://"),
      ["http", "https"].contains(text[..<scheme.lowerBound].lowercased())
    else { return }
    let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@") else { return }
    var user = String(authority[..<at])
    let host = String(authority[authority.index(after: at)...])
    remote = text[..<scheme.upperBound] + host + text[authority.endIndex...]
    // A token alone stands as the user's name; the store wants a password, be it empty.
    if !user.contains(":") { user += ":" }
    credential = "\(text[..<scheme.lowerBound].lowercased())://\(user)@\(host)"
  }

  /// Whether it is a folder of this computer.
  package var isFolder: Bool { remote.hasPrefix("/") }
}
