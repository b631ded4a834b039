import Foundation

/// Where a service answers, as a person writes it: made safe to send a token to.
enum ConnectionAddress {
  /// - Returns: the address up to and without `/v0.1`.
  /// - Throws: `ProgramError` for what is no address, and for http beyond this computer, over
  ///   which everybody on the way could read the token.
  static func url(_ text: String) throws -> URL {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let whole = text.contains("://") ? text : "https://" + text
    guard let parts = URLComponents(string: whole), let scheme = parts.scheme?.lowercased(),
      let host = parts.host, !host.isEmpty, ["http", "https"].contains(scheme)
    else {
      throw ProgramError(
        .failed,
        "\"\(text)\" is no address of a service; write https://host or http://127.0.0.1:port.")
    }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else {
      throw ProgramError(
        .failed, "The address of a service is scheme, host and port; leave out the rest of it.")
    }
    guard scheme == "https" || isLoopback(host) else {
      throw ProgramError(
        .failed,
        "\(host) is another computer: its address must begin with https://, since anybody on the"
          + " way could read the token otherwise.")
    }
    var kept = URLComponents()
    kept.scheme = scheme
    kept.host = host
    kept.port = parts.port
    kept.path = path(parts.path)
    guard let url = kept.url else {
      throw ProgramError(.failed, "\"\(text)\" is no address of a service.")
    }
    return url
  }

  private static func path(_ path: String) -> String {
    var path = Substring(path)
    while path.hasSuffix("/") { path = path.dropLast() }
    if path.hasSuffix("/v0.1") { path = path.dropLast(5) }
    return String(path)
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
  }
}
