import AsyncHTTPClient
package import Foundation
import NIOSSL

/// How to reach services, as this computer's usual variables say: proxies and certificates.
package struct NetworkSettings: Sendable, Equatable {
  /// A proxy that connections go through.
  package struct Proxy: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case http, socks }
    package var kind: Kind
    package var host: String
    package var port: Int
    package var username: String?
    package var password: String?
  }

  private let environment: [String: String]

  /// - Parameter environment: only the variables that are known here are kept of it.
  package init(_ environment: [String: String] = [:]) {
    let names = Self.proxyNames + Self.certificateNames + ["no_proxy", "SSL_CERT_DIR"]
    let known = Set(names + names.map { $0.uppercased() })
    self.environment = environment.filter { known.contains($0.key) }
  }

  private static let proxyNames = ["https_proxy", "http_proxy", "all_proxy"]
  private static let certificateNames = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"]

  /// The proxy for an address; nil to go there directly.
  ///
  /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in small letters or large, the small
  /// ones first, as curl has it. This computer itself is always reached directly.
  package func proxy(for url: URL) -> Proxy? {
    guard let host = url.host()?.lowercased(), !isExempt(host, port: url.port) else { return nil }
    let names = [url.scheme == "https" ? "https_proxy" : "http_proxy", "all_proxy"]
    return names.lazy.compactMap { variable($0) }.first.flatMap(Self.proxy)
  }

  private func variable(_ name: String) -> String? {
    [name, name.uppercased()].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
  }

  private func isExempt(_ host: String, port: Int?) -> Bool {
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    if ["localhost", "::1"].contains(bare) || bare.hasPrefix("127.") { return true }
    let entries = (variable("no_proxy") ?? "").lowercased()
      .split { $0 == "," || $0.isWhitespace }
    return entries.contains { entry in
      if entry == "*" { return true }
      var name = entry
      if let colon = entry.lastIndex(of: ":"), let wanted = Int(entry[entry.index(after: colon)...])
      {
        guard wanted == port else { return false }
        name = entry[..<colon]
      }
      while name.hasPrefix("*") || name.hasPrefix(".") { name = name.dropFirst() }
      return !name.isEmpty && (bare == name || bare.hasSuffix("." + name))
    }
  }

  /// `[scheme://][user:password@]host[:port]`; nil for what is none.
  private static func proxy(_ text: String) -> Proxy? {
    let whole = text.contains("://") ? text : "http://" + text
    guard let parts = URLComponents(string: whole), let host = parts.host, !host.isEmpty else {
      return nil
    }
    let isSocks = parts.scheme?.hasPrefix("socks") == true
    guard isSocks || ["http", "https"].contains(parts.scheme) else { return nil }
    return Proxy(
      kind: isSocks ? .socks : .http, host: host,
      port: parts.port ?? (isSocks ? 1080 : parts.scheme == "https" ? 443 : 80),
      username: parts.user, password: parts.password)
  }

  /// Files of certificates that are trusted besides the system's own.
  package var certificateFiles: [String] {
    let files = FileManager.default
    var found = Self.certificateNames.compactMap { environment[$0] }.filter { !$0.isEmpty }
    for folder in (environment["SSL_CERT_DIR"] ?? "").split(separator: ":").map(String.init) {
      let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
      found += names.filter { $0.hasSuffix(".pem") || $0.hasSuffix(".crt") }.sorted()
        .map { "\(folder)/\($0)" }
    }
    return found.filter { files.isReadableFile(atPath: $0) }
  }
}

extension NetworkSettings {
  /// What the library has to know of it for one service.
  func apply(to configuration: inout HTTPClient.Configuration, for url: URL) {
    if let proxy = proxy(for: url) {
      let authorization = proxy.username.map {
        HTTPClient.Authorization.basic(username: $0, password: proxy.password ?? "")
      }
      configuration.proxy =
        switch proxy.kind {
        case .socks: .socksServer(host: proxy.host, port: proxy.port)
        case .http:
          authorization.map { .server(host: proxy.host, port: proxy.port, authorization: $0) }
            ?? .server(host: proxy.host, port: proxy.port)
        }
    }
    guard url.scheme == "https", !certificateFiles.isEmpty else { return }
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.additionalTrustRoots = certificateFiles.map { .file($0) }
    configuration.tlsConfiguration = tls
  }
}
