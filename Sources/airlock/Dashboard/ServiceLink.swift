import BuildClient
import BuildModel
import Foundation

/// The dashboard's hold on the service in use: connects at the first wish; this computer's own
/// service is found again when it has gone and come back, and started anew where it must be.
actor ServiceLink {
  private let service: LocalService
  private let settings: Settings
  private let attention: Attention
  private var session: Task<Session, any Error>?

  /// - Parameter attention: whether somebody looks at the dashboard.
  init(service: LocalService, settings: Settings, attention: Attention) {
    self.service = service
    self.settings = settings
    self.attention = attention
  }

  /// A client of the running service; the first call adds the current folder's app or the sample.
  func client() async throws -> BuildClient { try await open().client }

  /// The user's own keys that are to open the machines they ask for.
  nonisolated func publicKeys() throws -> [String] { try settings.publicKeys.lines() }

  /// The app of the current folder.
  func here() async throws -> AppSlug? { try await open().findHere() }

  /// Finds the service again after it was lost, and starts it where it does not run.
  ///
  /// - Returns: whether there is a new client.
  func revive(after lost: BuildClient) async -> Bool {
    guard let current = try? await session?.value.client, current === lost else { return true }
    // A service elsewhere stays where it is, and is not ours to start.
    guard lost.connection.name == SavedConnection.local else { return false }
    guard let found = try? await service.connect(settings: settings) else { return false }
    if found.connection.url == lost.connection.url {
      // It is the same service at the same place: the old client finds it by itself.
      return false
    }
    let here = try? await session?.value.here
    let directories = service.directories
    let settings = self.settings
    session = Task {
      Session(client: found, here: here ?? nil, settings: settings, directories: directories)
    }
    return true
  }

  private func open() async throws -> Session {
    if let session {
      do { return try await session.value } catch { self.session = nil }
    }
    let attention = attention
    let opening = Task {
      let session = try await Session.open(attention: attention, findsHere: false)
      try await session.addSampleIfEmpty()
      return session
    }
    session = opening
    return try await opening.value
  }
}
