import ArgumentParser
import BuildClient
import BuildModel
import Foundation
import Synchronization

extension CompletionKind {
  /// The builds that the service in use knows.
  static let builds = CompletionKind.custom { words, _, _ in BuildCompletion(words).names() }

  /// The names of connections.
  static let connections = CompletionKind.custom { _, _, _ in
    (try? ConnectionBook.current().names) ?? []
  }
}

/// What a shell offers where a build is to be named.
///
/// Somebody waits in front of a line that does not answer: what is not there at once is not offered,
/// and nothing is started or asked for that is not there yet.
struct BuildCompletion: Sendable {
  private static let patience = 1.0
  private static let most = 50

  /// The connection that the line names.
  private let connection: String?

  /// - Parameter words: the line so far.
  init(_ words: [String]) { connection = (try? ConnectionOption.take(from: words))?.name }

  /// The newest builds, as they are to be named; none where they are not told within a second.
  func names() -> [String] {
    let found = Mutex<[String]>([])
    let done = DispatchSemaphore(value: 0)
    Task {
      let names = try? await ask()
      found.withLock { $0 = names ?? [] }
      done.signal()
    }
    guard done.wait(timeout: .now() + Self.patience) == .success else { return [] }
    return found.withLock { $0 }
  }

  private func ask() async throws -> [String] {
    var environment = GivenTokens.environment
    environment[ConnectionOption.variable] = connection ?? environment[ConnectionOption.variable]
    let book = try ConnectionBook(directories: .current, environment: environment)
    let folder = FileManager.default.currentDirectoryPath
    guard let chosen = try book.chosen() else {
      guard let client = await LocalService(directories: .current).running() else { return [] }
      let project = CurrentProject.find(from: folder)?.path
      let here = try await client.apps().first { $0.repository == project }?.slug
      return Self.names(of: try await client.builds(limit: Self.most), here: here)
    }
    // A keyring or a program might ask the person something, in the middle of a line.
    guard chosen.token.isAtHand else { return [] }
    let client = try await ServiceConnector(.current, environment: environment).client(of: chosen)
    async let here = RemoteProject(
      client: client, environment: environment,
      notes: Directories.current.cache.appending(path: "repositories.json")
    ).app(of: folder)
    return Self.names(of: try await client.builds(limit: Self.most), here: try await here)
  }

  /// - Parameter here: the app of the current folder, which a bare number means.
  static func names(of builds: [Build], here: AppSlug?) -> [String] {
    let isOnlyApp = here == nil && Set(builds.map(\.app)).count == 1
    return builds.map {
      isOnlyApp || $0.app == here ? "\($0.number)" : "\($0.appTitle)#\($0.number)"
    }
  }
}

extension ConnectionBook {
  /// The names of all connections, this computer's own service first.
  var names: [String] { [SavedConnection.local] + connections.map(\.name) }
}

extension SavedConnection.TokenPlace {
  /// Whether it is had without asking another program.
  fileprivate var isAtHand: Bool {
    switch self {
    case .file, .variable, .bitriseCommandLine: true
    case .keyring, .command: false
    }
  }
}
