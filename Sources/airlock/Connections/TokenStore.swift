import BuildClient
import BuildServer
import Foundation
import Workstation

/// Keeps the tokens of connections: in the system's keyring where there is one, else in files of
/// this user's alone.
struct TokenStore: Sendable {
  let directories: Directories
  /// What programs that keep or tell tokens get to see.
  let environment: [String: String]
  var given = GivenTokens.all

  /// Keeps a token.
  ///
  /// - Returns: where it is now.
  func keep(_ token: Token, of name: String) async throws -> SavedConnection.TokenPlace {
    if let keyring, await keyring.keep(token.text, of: name, environment),
      (try? await keyring.token(of: name, environment)) == token.text
    {
      return .keyring
    }
    let folder = directories.configuration.appending(path: "tokens")
    try Directories.makePrivate(directories.configuration)
    try Directories.makePrivate(folder)
    try PrivateFile.write(Data(token.text.utf8), to: file(of: name))
    return .file
  }

  /// The token of a connection.
  ///
  /// - Throws: `ProgramError` that says how to get one again.
  func token(of connection: SavedConnection) async throws -> Token {
    let text: String?
    switch connection.token {
    case .file: text = try? String(contentsOf: file(of: connection.name), encoding: .utf8)
    case .keyring: text = try await keyring?.token(of: connection.name, environment)
    case .command(let command): text = try await output(of: command)
    case .variable(let name): text = given[name]
    case .bitriseCommandLine: text = BitriseCommandLine(directories).token
    }
    let token = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    guard !token.isEmpty else {
      throw ProgramError(
        .noPermission,
        "The token of \(connection.name) is not there any more; run `airlock login` again.")
    }
    return Token(token)
  }

  func forget(_ connection: SavedConnection) async {
    switch connection.token {
    case .file: try? FileManager.default.removeItem(at: file(of: connection.name))
    case .keyring: await keyring?.forget(connection.name, environment)
    case .command, .variable, .bitriseCommandLine: break
    }
  }

  private func file(of name: String) -> URL {
    directories.configuration.appending(path: "tokens").appending(path: name)
  }

  private var keyring: Keyring? { Keyring.find(environment) }

  private func output(of command: String) async throws -> String {
    let answer = await ProgramRun.output(
      "/bin/sh", ["-c", command], environment: environment, limit: 64 << 10)
    guard let answer, answer.status == 0 else {
      let said = answer?.complaint.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      throw ProgramError(
        .noPermission,
        "The token command `\(command)` failed. \(said)"
          .trimmingCharacters(in: .whitespaces))
    }
    return answer.output
  }
}
