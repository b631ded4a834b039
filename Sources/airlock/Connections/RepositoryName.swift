import Foundation

/// What `git@host:owner/name.git` and `https://host/owner/name` have in common.
struct RepositoryName: Equatable {
  let host: String
  let path: String
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Nil for what names no repository on a host, as a folder does.
  init?(_ address: String) {
    let address = address.trimmingCharacters(in: .whitespacesAndNewlines)
    let rest: Substring
    if let scheme = address.range(of: "://") {
      let parts = address[scheme.upperBound...].split(separator: "/", maxSplits: 1)
      guard parts.count == 2, let host = Self.host(parts[0]) else { return nil }
      self.host = host
      rest = parts[1]
    } else {
      let parts = address.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, !parts[0].contains("/"), let host = Self.host(parts[0]) else {
        return nil
      }
      self.host = host
      rest = parts[1]
    }
    var path = rest.drop { $0 == "/" }
    while path.hasSuffix("/") { path = path.dropLast() }
    if path.hasSuffix(".git") { path = path.dropLast(4) }
    guard !path.isEmpty else { return nil }
    self.path = path.lowercased()
  }

  /// The host without user and port.
  private static func host(_ authority: Substring) -> String? {
    let host = authority.split(separator: "@").last ?? authority
    let name = host.split(separator: ":").first.map { $0.lowercased() } ?? ""
    return name.isEmpty ? nil : name
  }
}
