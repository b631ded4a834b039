import BuildClient
import BuildModel
import Foundation

/// Makes clients of the services that the person is logged in to.
struct ServiceConnector: Sendable {
  let tokens: TokenStore
  let environment: [String: String]

  init(_ directories: Directories, environment: [String: String]) {
    tokens = TokenStore(directories: directories, environment: environment)
    self.environment = environment
  }

  /// Whether credentials of machines of the connection are kept on this computer.
  func keepsAccess(of connection: SavedConnection) -> Bool {
    !KeptAccess(
      directories: tokens.directories, environment: environment, of: connection.name
    ).isEmpty
  }

  /// - Parameter attention: whether somebody looks; commands do as long as they run.
  func client(
    of connection: SavedConnection, attention: Attention = Attention()
  ) async throws -> BuildClient {
    client(
      name: connection.name, url: connection.url, token: try await tokens.token(of: connection),
      attention: attention)
  }

  func client(
    name: String, url: URL, token: Token, attention: Attention = Attention()
  ) -> BuildClient {
    let kept = KeptAccess(directories: tokens.directories, environment: environment, of: name)
    return BuildClient(
      Connection(name: name, url: url, token: token), network: NetworkSettings(environment),
      retry: .usual, attention: attention,
      pasted: PastedAccess(
        kept: { build in
          if let given = ChildSecrets.given.pastes[build.rawValue] { return given }
          return await kept.access(to: build)
        }, keptBuilds: { await kept.builds() },
        forget: { kept.forget($0) }))
  }
}
