/// Where a repository lies, with what opens it apart.
package struct RepositoryAddress: Sendable, Equatable {
  /// What anybody may see: a folder's path, or a URL without a secret.
  package let remote: String
  /// User and password as they stand in a URL, `user:password`; nil where there are none.
  package let access: String?

  package init(_ text: String) {
    guard let authority = Self.authority(of: text),
      let at = text[authority].lastIndex(of: "@")
    else {
      remote = text
      access = nil
      return
    }
    remote = String(text[..<authority.lowerBound] + text[text.index(after: at)...])
    access = String(text[authority.lowerBound..<at])
  }

  /// The address with what opens it in its place, for git only.
  package init(remote: String, access: String?) {
    self.remote = remote
    self.access = access
  }

  /// All of it, with the secret.
  package var text: String {
    guard let access, let authority = Self.authority(of: remote) else { return remote }
    return String(remote[..<authority.lowerBound] + "\(access)@" + remote[authority.lowerBound...])
  }

  /// Whether it is a folder of this computer.
  package var isFolder: Bool { remote.hasPrefix("/") }

  /// The part of a web address that names user and host; other addresses hold no password.
  private static func authority(of text: String) -> Range<String.Index>? {
    guard let scheme = text.firstRange(of: "://"),
      ["http", "https"].contains(text[..<scheme.lowerBound].lowercased())
    else { return nil }
    let end = text[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? text.endIndex
    return scheme.upperBound..<end
  }
}

extension EnvironmentVariable {
  /// What opens the repository, on its way to a worker among the app's secrets.
  ///
  /// No variable can have this name.
  private static let repositoryAccess = "repository access"

  package static func repositoryAccess(_ access: String) -> EnvironmentVariable {
    EnvironmentVariable(key: repositoryAccess, value: access, isExpand: false)
  }

  /// What opens the repository, where this is it.
  package var repositoryAccess: String? { key == Self.repositoryAccess ? value : nil }
}
