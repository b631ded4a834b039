import BuildAPI
import BuildClient
import BuildModel
import Foundation

/// What every command starts with: the service, and the app of the current folder.
struct Session: Sendable {
  let client: BuildClient
  /// The app of the current folder.
  let here: AppSlug?
  let settings: Settings
  let directories: Directories

  var finder: BuildFinder { BuildFinder(client: client, here: here) }

  /// Connects to the service in use.
  ///
  /// - Parameter attention: whether somebody looks at what it tells.
  /// - Parameter findsHere: whether the current folder's app is looked for where that needs `git`;
  ///   the dashboard shows builds before it knows.
  static func open(
    attention: Attention = Attention(), findsHere: Bool = true
  ) async throws -> Session {
    let directories = Directories.current
    let settings = try Settings.load(from: directories.configuration)
    let environment = ProcessInfo.processInfo.environment
    let book = try ConnectionBook(
      directories: directories, environment: GivenTokens.environment)
    guard let connection = try book.chosen() else {
      return try await openLocal(directories, settings)
    }
    let client = try await ServiceConnector(directories, environment: environment)
      .client(of: connection, attention: attention)
    let session = Session(client: client, here: nil, settings: settings, directories: directories)
    guard findsHere else { return session }
    return Session(
      client: client, here: try await session.findHere(), settings: settings,
      directories: directories)
  }

  /// The app of the current folder.
  func findHere() async throws -> AppSlug? {
    guard here == nil, client.connection.name != SavedConnection.local else { return here }
    return try await RemoteProject(
      client: client, environment: ProcessInfo.processInfo.environment,
      notes: directories.cache.appending(path: "repositories.json")
    ).app(of: FileManager.default.currentDirectoryPath)
  }

  /// Starts this computer's own service where it does not run, and adds the project of the
  /// current folder as an app.
  private static func openLocal(
    _ directories: Directories, _ settings: Settings
  ) async throws -> Session {
    let client = try await LocalService(directories: directories).connect(settings: settings)
    var here: AppSlug?
    if let project = CurrentProject.find(from: FileManager.default.currentDirectoryPath) {
      here = try await client.register(repository: project.path)
    }
    return Session(client: client, here: here, settings: settings, directories: directories)
  }

  /// Adds the sample app and starts its two builds where this computer's own service has no app.
  func addSampleIfEmpty() async throws {
    guard client.connection.name == SavedConnection.local, try await client.apps().isEmpty else {
      return
    }
    let sample = SampleApp(folder: directories.data.appending(path: "sample"))
    try await sample.make()
    let app = try await client.register(repository: sample.folder.path, title: SampleApp.title)
    for workflow in ["test", "report"] {
      _ = try await client.trigger(app, BuildParams(workflowID: workflow))
    }
  }
}
