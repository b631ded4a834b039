import BuildServer
import Foundation

/// The services the person has logged in to, in `connections.json` beside the configuration.
struct ConnectionBook: Sendable {
  private struct Contents: Codable, Equatable {
    /// The one that commands use when they are told none; nil for this computer's own service.
    var current: String?
    var connections: [SavedConnection] = []
  }

  let directories: Directories
  private let environment: [String: String]
  private var contents: Contents
  private var file: URL { directories.configuration.appending(path: "connections.json") }

  /// - Throws: `ProgramError` where the file is there and cannot be understood.
  init(directories: Directories, environment: [String: String]) throws {
    self.directories = directories
    self.environment = environment
    contents = Contents()
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    do {
      contents = try JSONDecoder().decode(Contents.self, from: Data(contentsOf: file))
    } catch {
      throw ProgramError(
        .badConfiguration,
        "\(file.path) cannot be read; mend it, or remove it and log in again: \(error)")
    }
  }

  static func current() throws -> ConnectionBook {
    try ConnectionBook(
      directories: .current, environment: GivenTokens.environment)
  }

  /// All that are known: those of the environment, those that were logged in to, and Bitrise
  /// where its own command line has a token.
  var connections: [SavedConnection] {
    var all = environmentConnections
    for connection in contents.connections + [found].compactMap({ $0 })
    where !all.contains(where: { $0.name == connection.name }) {
      all.append(connection)
    }
    return all
  }

  /// What Bitrise's command line is logged in to.
  private var found: SavedConnection? {
    let theirs = BitriseCommandLine(directories)
    guard theirs.hasToken else { return nil }
    let address = environment[BitriseCommandLine.addressVariable] ?? theirs.address
    guard let url = try? ConnectionAddress.url(address ?? BitriseCommandLine.usualAddress) else {
      return nil
    }
    return SavedConnection(
      name: "bitrise", url: url, kind: .bitrise, token: .bitriseCommandLine)
  }

  /// The name of the one in use.
  var currentName: String {
    environment[ConnectionOption.variable] ?? contents.current ?? SavedConnection.local
  }

  /// The connection in use; nil for this computer's own service.
  func chosen() throws -> SavedConnection? {
    let name = currentName
    if name == SavedConnection.local { return nil }
    if let found = connections.first(where: { $0.name == name }) { return found }
    let known = ([SavedConnection.local] + connections.map(\.name)).joined(separator: ", ")
    throw ProgramError(
      .noSuchThing, "There is no connection \(name); there are: \(known). `airlock login` adds one."
    )
  }

  mutating func add(_ connection: SavedConnection) throws {
    contents.connections.removeAll { $0.name == connection.name }
    contents.connections.append(connection)
    try write()
  }

  mutating func remove(_ name: String) throws {
    contents.connections.removeAll { $0.name == name }
    if contents.current == name { contents.current = nil }
    try write()
  }

  /// Makes commands use the connection when they are told none.
  mutating func use(_ name: String) throws {
    guard name == SavedConnection.local || connections.contains(where: { $0.name == name }) else {
      throw ProgramError(.noSuchThing, "There is no connection \(name).")
    }
    contents.current = name == SavedConnection.local ? nil : name
    try write()
  }

  private func write() throws {
    try Directories.makePrivate(directories.configuration)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try PrivateFile.write(encoder.encode(contents), to: file)
  }

  /// What the variables of Bitrise's own command line, and ours, tell of.
  private var environmentConnections: [SavedConnection] {
    var found: [SavedConnection] = []
    func add(_ name: String, _ kind: SavedConnection.Kind, token: String, address: String?) {
      guard let value = environment[token], !value.isEmpty, let address,
        let url = try? ConnectionAddress.url(address)
      else { return }
      found.append(SavedConnection(name: name, url: url, kind: kind, token: .variable(token)))
    }
    add(
      "bitrise", .bitrise, token: GivenTokens.bitrise,
      address: environment[BitriseCommandLine.addressVariable] ?? BitriseCommandLine.usualAddress)
    add("environment", .airlock, token: GivenTokens.airlock, address: environment["AIRLOCK_URL"])
    return found
  }
}
