import ArgumentParser
import BuildClient
import Foundation

struct LoginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Connect to a build service elsewhere: an airlock server of your team, or Bitrise.",
    discussion: """
      The token is asked for without showing it, or read from a pipe; it is kept in the system's \
      keyring where there is one, else in a file that only you can read. A service on another \
      computer must be reached by https.

      airlock login --url https://builds.example.com
      airlock login bitrise --token-command 'op read op://Private/Bitrise/token'
      """)

  @Argument(help: "What to call the connection; the service's host, or `bitrise`, where left out.")
  var name: String?

  @Option(help: "Where the service answers; Bitrise's where left out.")
  var url: String?

  @Option(help: "A command that prints the token each time it is needed; nothing is kept then.")
  var tokenCommand: String?

  func run() throws {
    try runBlocking {
      let url = try ConnectionAddress.url(
        self.url ?? GivenTokens.environment[BitriseCommandLine.addressVariable]
          ?? BitriseCommandLine.usualAddress)
      let name = try chosenName(for: url)
      var book = try ConnectionBook.current()
      let store = TokenStore(
        directories: book.directories, environment: ProcessInfo.processInfo.environment)
      var connection = SavedConnection(name: name, url: url, kind: .airlock, token: .file)
      let token: Token
      if let tokenCommand {
        connection.token = .command(tokenCommand)
        token = try await store.token(of: connection)
      } else {
        token = Token(try await Self.token(for: name, at: url))
      }
      let client = ServiceConnector(
        book.directories, environment: ProcessInfo.processInfo.environment
      ).client(name: name, url: url, token: token)
      let me = try await client.me()
      connection.kind = try await client.offer() == .windows ? .airlock : .bitrise
      if tokenCommand == nil { connection.token = try await store.keep(token, of: name) }
      try book.add(connection)
      try book.use(name)
      Output.line(
        "Logged in to \(name) (\(url.absoluteString)) as \(me.username); the token is"
          + " \(connection.token.words). Commands use it from now on;"
          + " `airlock connection use local` goes back.")
    }
  }

  private func chosenName(for url: URL) throws -> String {
    let host = url.host() ?? ""
    let usual = host.hasSuffix("bitrise.io") ? "bitrise" : host
    let name = self.name ?? usual
    guard SavedConnection.isGood(name: name) else {
      throw ProgramError(
        .failed,
        "\"\(name)\" cannot name a connection; take up to 40 letters, digits, - _ or . and not"
          + " \"local\", which is this computer's own.")
    }
    return name
  }

  private static func token(for name: String, at url: URL) async throws -> String {
    if url.host()?.hasSuffix("bitrise.io") == true, isatty(STDIN_FILENO) == 1,
      let found = BitriseCommandLine(.current).token
    {
      Output.error(
        "Bitrise's own command line has a token in \(BitriseCommandLine(.current).tokenFile.path)."
          + " Take that one? [Y/n]")
      let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? "n"
      if ["", "y", "yes"].contains(answer) { return found }
    }
    if url.host()?.hasSuffix("bitrise.io") == true,
      let given = GivenTokens.all[GivenTokens.bitrise],
      !given.isEmpty, isatty(STDIN_FILENO) == 1
    {
      Output.error("The token is that of $\(GivenTokens.bitrise).")
      return given
    }
    return try await Prompt.secret("Token for \(name): ")
  }

}

struct LogoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout", abstract: "Forget a connection and its token.")

  @Argument(
    help: "The connection's name; the one in use where left out.", completion: .connections)
  var name: String?

  func run() throws {
    try runBlocking {
      var book = try ConnectionBook.current()
      let name = self.name ?? book.currentName
      guard name != SavedConnection.local else {
        throw ProgramError(
          .failed, "This computer's own service needs no login; there is nothing to forget.")
      }
      guard let connection = book.connections.first(where: { $0.name == name }) else {
        throw ProgramError(.noSuchThing, "There is no connection \(name).")
      }
      switch connection.token {
      case .variable(let variable):
        throw ProgramError(
          .failed, "\(name) comes from the variable \(variable); unset that instead.")
      case .bitriseCommandLine:
        throw ProgramError(
          .failed,
          "\(name) comes from Bitrise's own command line; `bitrise auth logout` forgets its token.")
      case .file, .keyring, .command: break
      }
      await TokenStore(
        directories: book.directories, environment: ProcessInfo.processInfo.environment
      ).forget(connection)
      try book.remove(name)
      Output.line("Forgotten. The token itself is good until it is revoked at the service.")
    }
  }
}

extension SavedConnection.TokenPlace {
  /// Where the token is, for a person.
  var words: String {
    switch self {
    case .file: "in a file that only you can read"
    case .keyring: "in the system's keyring"
    case .command(let command): "asked of `\(command)` each time"
    case .variable(let name): "taken from $\(name)"
    case .bitriseCommandLine: "that of Bitrise's own command line"
    }
  }
}
