import BitriseSimulator
import Foundation
import TestSupport
import Testing

@testable import BuildClient

@Suite struct NetworkSettingsTests {
  private func proxy(_ environment: [String: String], _ url: String) -> String? {
    URL(string: url).flatMap { NetworkSettings(environment).proxy(for: $0) }
      .map { "\($0.kind) \($0.host):\($0.port)" }
  }

  @Test func `proxies are named as everywhere`() {
    #expect(proxy(["HTTPS_PROXY": "http://p:3128"], "https://api.bitrise.io") == "http p:3128")
    #expect(proxy(["https_proxy": "p:8080"], "https://api.bitrise.io") == "http p:8080")
    #expect(proxy(["all_proxy": "socks5://s"], "https://api.bitrise.io") == "socks s:1080")
    #expect(proxy(["HTTPS_PROXY": "http://p"], "http://api.bitrise.io") == nil)
    #expect(proxy(["HTTP_PROXY": "http://p"], "http://api.bitrise.io") == "http p:80")
    #expect(
      proxy(["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"], "https://x.io")
        == "http a:1")
    #expect(proxy(["HTTPS_PROXY": "ftp://p"], "https://x.io") == nil)
    #expect(proxy([:], "https://x.io") == nil)
  }

  @Test(arguments: [
    ("bitrise.io", true), (".bitrise.io", true), ("*.bitrise.io", true),
    ("api.bitrise.io:443", false),
    ("*", true), ("rise.io", false), ("other.io, api.bitrise.io", true), ("", false),
  ]) func `some are reached without one`(exempt: String, isDirect: Bool) {
    let found = proxy(["HTTPS_PROXY": "http://p", "NO_PROXY": exempt], "https://api.bitrise.io")
    #expect((found == nil) == isDirect)
  }

  @Test func `this computer is always reached without one`() {
    for host in ["127.0.0.1", "localhost", "[::1]"] {
      #expect(
        proxy(["HTTP_PROXY": "http://p", "ALL_PROXY": "http://p"], "http://\(host):1") == nil)
    }
  }

  @Test func `a proxy's password is part of its address`() throws {
    let settings = NetworkSettings(["HTTPS_PROXY": "http://me:p%40ss@p:1"])
    let url = try #require(URL(string: "https://x.io"))
    let proxy = try #require(settings.proxy(for: url))
    #expect(proxy.username == "me")
    #expect(proxy.password == "p@ss")
  }

  @Test func `more certificates are trusted where they are named and there`() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "ca.pem")
    try Data("x".utf8).write(to: file)
    let settings = NetworkSettings([
      "SSL_CERT_FILE": file.path, "SSL_CERT_DIR": folder.url.path,
      "NODE_EXTRA_CA_CERTS": "/nowhere",
    ])
    #expect(settings.certificateFiles == [file.path, file.path])
  }

  @Test func `requests go through the proxy`() async throws {
    let simulator = BitriseSimulator()
    try await simulator.start()
    let proxy = try ConnectProxy(to: simulator.port)
    let url = try #require(URL(string: "http://bitrise.invalid"))
    let client = BuildClient(
      Connection(name: "b", url: url, token: Token(BitriseSimulator.token)),
      network: NetworkSettings(["http_proxy": "http://me:word@127.0.0.1:\(proxy.port)"]))
    #expect(try await client.me().username == "someuser")
    let asked = try #require(proxy.asked.first)
    #expect(asked.hasPrefix("CONNECT bitrise.invalid:80 "))
    #expect(asked.contains("Basic bWU6d29yZA=="))
    #expect(!asked.contains(BitriseSimulator.token))
    await simulator.stop()
  }
}
