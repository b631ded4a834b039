import BuildModel

extension RepositoryAddress {
  /// A line of git's credential store; nil where nothing secret opens the repository.
  var credential: String? {
    guard let access, let scheme = remote.range(of: "://") else { return nil }
    // A token alone stands as the user's name; the store wants a password, be it empty.
    let user = access.contains(":") ? access : access + ":"
    let host = remote[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return "\(remote[..<scheme.lowerBound].lowercased())://\(user)@\(host)"
  }
}
