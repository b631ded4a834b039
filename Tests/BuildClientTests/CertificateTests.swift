import Foundation
import TestSupport
import Testing

@testable import BuildClient

/// A server whose certificate no system trusts, by the real `openssl`.
@Suite struct CertificateTests {
  private static let openssl: String? = ["/usr/bin/openssl", "/opt/homebrew/bin/openssl"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(.enabled(if: openssl != nil))
  func `a certificate that SSL_CERT_FILE names is trusted, and no other`() async throws {
    let openssl = try #require(Self.openssl)
    let folder = try TemporaryFolder()
    func path(_ name: String) -> String { folder.url.appending(path: name).path }
    let environment = ["PATH": "/usr/bin:/bin"]
    let made = try runToEnd(
      [
        openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path("key"), "-out",
        path("cert"), "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost",
      ], environment: environment, output: path("made"))
    #expect(made == 0)
    let server = try spawn(
      [
        openssl, "s_server", "-accept", "0", "-cert", path("cert"), "-key", path("key"), "-www",
      ], environment: environment, output: path("server"))
    defer {
      kill(server, SIGKILL)
      var status: Int32 = 0
      waitpid(server, &status, 0)
    }
    var port: String?
    try waitUntil("openssl to listen") {
      let text = (try? String(contentsOfFile: path("server"), encoding: .utf8)) ?? ""
      port = text.firstMatch(of: #/ACCEPT \S*:(\d+)/#).map { String($0.1) }
      return port != nil
    }
    let url = try #require(URL(string: "https://localhost:\(port ?? "")"))
    func answer(_ settings: [String: String]) async -> ServiceError.Code? {
      let client = BuildClient(
        Connection(name: "b", url: url, token: Token("t")), network: NetworkSettings(settings))
      do {
        _ = try await client.me()
        return nil
      } catch {
        return (error as? ServiceError)?.code
      }
    }
    #expect(await answer([:]) == .unreachable)
    // It answers with a web page, which says that it was believed.
    #expect(await answer(["SSL_CERT_FILE": path("cert")]) == .serverFault)
  }
}
