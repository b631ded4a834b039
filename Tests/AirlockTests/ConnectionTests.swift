import BuildClient
import Foundation
import TestSupport
import Testing

@testable import airlock

@Suite struct ConnectionAddressTests {
  @Test(arguments: [
    ("builds.example.com", "https://builds.example.com"),
    ("https://builds.example.com/", "https://builds.example.com"),
    ("https://api.bitrise.io/v0.1", "https://api.bitrise.io"),
    ("https://h:8443/airlock/v0.1/", "https://h:8443/airlock"),
    ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
    ("http://[::1]:4000", "http://[::1]:4000"),
    (" http://localhost ", "http://localhost"),
  ]) func `an address is taken as people write it`(text: String, url: String) throws {
    #expect(try ConnectionAddress.url(text).absoluteString == url)
  }

  @Test(arguments: [
    "http://builds.example.com", "http://127.0.0.1.example.com", "http://localhost.evil.org",
    "ftp://127.0.0.1", "https://user:secret@host", "https://host?x=1", "", "https://",
    "file:///etc/passwd", "http://0x7f000001.example",
  ]) func `a token is never sent where others could read it`(text: String) {
    #expect(throws: ProgramError.self) { try ConnectionAddress.url(text) }
  }
}

@Suite struct ConnectionOptionTests {
  @Test(
    arguments: [
      (["builds", "--connection", "team"], ["builds"], "team"),
      (["--connection=team", "show", "4"], ["show", "4"], "team"),
      (
        ["ssh", "4", "--", "x", "--connection", "y"], ["ssh", "4", "--", "x", "--connection", "y"],
        nil
      ),
      (["builds"], ["builds"], nil),
    ] as [([String], [String], String?)])
  func `the option is taken off the words`(
    words: [String], rest: [String], name: String?
  ) throws {
    let taken = try ConnectionOption.take(from: words)
    #expect(taken.rest == rest)
    #expect(taken.name == name)
  }

  @Test func `the option needs a name`() {
    #expect(throws: ProgramError.self) { try ConnectionOption.take(from: ["--connection"]) }
  }
}

@Suite struct ConnectionBookTests {
  private let folder: TemporaryFolder
  private var directories: Directories { Directories(environment: ["HOME": folder.url.path]) }
  private var team: SavedConnection {
    SavedConnection(
      name: "team", url: URL(filePath: "/"), kind: .airlock, token: .command("echo t0ken"))
  }

  init() throws { folder = try TemporaryFolder() }

  private func book(_ environment: [String: String] = [:]) throws -> ConnectionBook {
    try ConnectionBook(directories: directories, environment: environment)
  }

  @Test func `without a login everything goes to this computer's own service`() throws {
    #expect(try book().chosen() == nil)
  }

  @Test func `a connection is found again, used, and forgotten`() throws {
    var first = try book()
    try first.add(team)
    try first.use("team")
    #expect(try book().chosen() == team)
    #expect(try book([ConnectionOption.variable: "local"]).chosen() == nil)
    var second = try book()
    try second.remove("team")
    #expect(try book().chosen() == nil)
    #expect(throws: ProgramError.self) {
      try book([ConnectionOption.variable: "team"]).chosen()
    }
  }

  @Test func `a token of Bitrise's own command line makes a connection`() throws {
    let connection = try #require(
      try book(["BITRISE_TOKEN": "x", ConnectionOption.variable: "bitrise"]).chosen())
    #expect(connection.url.absoluteString == "https://api.bitrise.io")
    #expect(connection.kind == .bitrise)
  }

  @Test func `an address that is not safe makes no connection`() throws {
    let book = try book(["BITRISE_TOKEN": "x", "BITRISE_API_BASE_URL": "http://evil.example"])
    #expect(book.connections.isEmpty)
  }

  private func keepTheirs(_ token: String, config: String = "") throws -> URL {
    let theirs = folder.url.appending(path: ".config/bitrise")
    try FileManager.default.createDirectory(at: theirs, withIntermediateDirectories: true)
    try Data("token: \(token)\n".utf8).write(to: theirs.appending(path: "auth.yaml"))
    if !config.isEmpty {
      try Data(config.utf8).write(to: theirs.appending(path: "config.yaml"))
    }
    return theirs.appending(path: "auth.yaml")
  }

  @Test func `where Bitrise's command line has a token, there is a connection to it`() async throws
  {
    let file = try keepTheirs("bitpat_theirs", config: "api_base_url: https://api.example.com\n")
    let before = try Data(contentsOf: file)
    let connection = try #require(
      try book([ConnectionOption.variable: "bitrise"]).chosen())
    #expect(connection.url.absoluteString == "https://api.example.com")
    #expect(connection.token == .bitriseCommandLine)
    let store = TokenStore(directories: directories, environment: [:])
    #expect(try await store.token(of: connection).text == "bitpat_theirs")
    await store.forget(connection)
    #expect(try Data(contentsOf: file) == before)
  }

  @Test func `a login and a variable come before what Bitrise's command line has`() throws {
    _ = try keepTheirs("bitpat_theirs")
    var own = team
    own.name = "bitrise"
    var book = try book()
    try book.add(own)
    #expect(try self.book([ConnectionOption.variable: "bitrise"]).chosen() == own)
    let given = try self.book(["BITRISE_TOKEN": "x", ConnectionOption.variable: "bitrise"])
    #expect(try given.chosen()?.token == .variable("BITRISE_TOKEN"))
  }

  @Test(arguments: ["", "token:", "token: ''", "- no", "{"])
  func `a file of theirs that tells no token makes no connection`(text: String) throws {
    let file = try keepTheirs("x")
    try Data(text.utf8).write(to: file)
    #expect(try book().connections.isEmpty)
  }

  @Test func `a token in a file is this user's alone, and stands nowhere else`() async throws {
    let store = TokenStore(directories: directories, environment: [:])
    var connection = team
    connection.token = try await store.keep(Token("s3cret"), of: "team")
    #expect(connection.token == .file)
    var book = try book()
    try book.add(connection)
    #expect(try await store.token(of: connection).text == "s3cret")
    let tokens = directories.configuration.appending(path: "tokens")
    func mode(_ url: URL) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }
    #expect(try mode(tokens) == 0o700)
    #expect(try mode(tokens.appending(path: "team")) == 0o600)
    let written = try String(
      contentsOf: directories.configuration.appending(path: "connections.json"), encoding: .utf8)
    #expect(!written.contains("s3cret"))
    await store.forget(connection)
    await #expect(throws: ProgramError.self) { try await store.token(of: connection) }
  }

  @Test func `a command tells the token each time`() async throws {
    let store = TokenStore(directories: directories, environment: ["PATH": "/usr/bin:/bin"])
    #expect(try await store.token(of: team).text == "t0ken")
  }

  @Test func `a command that fails is told with what it said`() async throws {
    var connection = team
    connection.token = .command("echo locked >&2; exit 3")
    let store = TokenStore(directories: directories, environment: ["PATH": "/usr/bin:/bin"])
    let error = await #expect(throws: ProgramError.self) {
      try await store.token(of: connection)
    }
    #expect(error?.description.contains("locked") == true)
  }
}

@Suite struct RepositoryNameTests {
  @Test(arguments: [
    "git@github.com:acme/App.git", "https://github.com/acme/app",
    "ssh://git@github.com:22/acme/app.git",
    "https://user@github.com/acme/app/",
  ]) func `one repository has many addresses`(address: String) {
    #expect(RepositoryName(address) == RepositoryName("https://github.com/acme/app.git"))
  }

  @Test(arguments: ["/home/me/app", "app", "", "https://github.com/", "./x:y"])
  func `a folder is none`(address: String) {
    #expect(RepositoryName(address) == nil)
  }
}
