import BuildAPI
import BuildClient
import BuildModel
import Dashboard
import DashboardRuntime
import Foundation

/// The services the person is logged in to beside the one in use, for the windows they hold.
actor OtherConnections {
  private let name: String
  private let connections: [SavedConnection]
  private let connector: ServiceConnector
  private let local: LocalService
  private var clients: [BuildSlug: BuildClient] = [:]

  /// - Parameter name: the connection in use.
  init(
    besides name: String, _ book: ConnectionBook, _ connector: ServiceConnector,
    _ local: LocalService
  ) {
    self.name = name
    connections = book.connections
    self.connector = connector
    self.local = local
  }

  /// A client of the service that told of a build's window; nil where none of these did.
  func client(of build: BuildSlug) -> BuildClient? { clients[build] }

  /// What stands before a build's slug in the address of its page; nil where builds have none.
  nonisolated func pages(of name: String) -> String? {
    connections.first { $0.name == name }?.kind == .bitrise
      ? BitriseCommandLine.pages(connector.environment) : nil
  }

  /// Goes on telling of all windows, until it is cancelled.
  func watch(_ report: @escaping Services.Report) async {
    let connector = connector
    // Bitrise tells of no windows: those are known of which something is kept here.
    let others = connections.filter { other in
      other.name != name && (other.kind == .airlock || connector.keepsAccess(of: other))
    }
    await withTaskGroup(of: Void.self) { group in
      for connection in others {
        group.addTask {
          await self.follow(connection.name, report) {
            try await connector.client(of: connection)
          }
        }
      }
      // This computer's own service is looked at where it runs, and not started for that.
      if name != SavedConnection.local, local.readRecord() != nil {
        group.addTask { [local] in
          guard let client = await local.running() else { return }
          await self.follow(SavedConnection.local, report) { client }
        }
      }
    }
  }

  private func follow(
    _ name: String, _ report: @escaping Services.Report,
    _ connect: @Sendable () async throws -> BuildClient
  ) async {
    report(.elsewhereAsked(name))
    do {
      let client = try await connect()
      for await news in client.events() {
        switch news {
        case .connected, .event(.window), .event(.reset): await tell(name, client, report)
        case .stirred(let build, _) where client.hasWindow(build):
          await tell(name, client, report)
        case .event(.build), .event(.step), .event(.log), .stirred: break
        case .lost(let error, _): report(.elsewhereSilent(name, sentence: error.sentence))
        }
      }
    } catch {
      report(.elsewhereSilent(name, sentence: ProgramError(error).description))
    }
  }

  private func tell(
    _ name: String, _ client: BuildClient, _ report: @escaping Services.Report
  ) async {
    do {
      let windows = try await client.windows()
      var builds: [Build] = []
      for window in windows {
        clients[window.buildSlug] = client
        builds.append(try await client.build(of: window))
      }
      report(.elsewhereHeard(name, builds, windows.map(\.openAccess)))
    } catch {
      report(.elsewhereSilent(name, sentence: ProgramError(error).description))
    }
  }
}

extension BuildClient {
  /// The build of a window, with its app's name.
  func build(of window: RemoteAccessBody) async throws -> Build {
    try await build(app(window.appSlug), window.buildSlug)
  }
}
