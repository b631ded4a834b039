import BuildModel
import BuildServer
import Crypto
import Foundation

/// Credentials that the person wants kept until a machine closes: sealed, in files of this user's
/// alone, and gone with the deadline.
///
/// The key is made of this computer's and this user's numbers and of a secret that the system's
/// keyring holds, or a file of this user's alone where there is none. So a copy of the files
/// opens nowhere else.
struct KeptAccess: Sendable {
  private let directories: Directories
  private let environment: [String: String]
  private let connection: String

  init(directories: Directories, environment: [String: String], of connection: String) {
    self.directories = directories
    self.environment = environment
    self.connection = connection
  }

  /// Nobody's machine stays open for longer than its build's limit and the time after it.
  static let longest: TimeInterval = 24 * 3600

  private struct Contents: Codable {
    var build: String
    var app: String
    var until: Date
    var sshHost: String?
    var sshPort: Int?
    var username: String?
    var password: String?
    var screenHost: String?
    var screenPort: Int?
    var screenUsername: String?
    var screenPassword: String?
  }

  /// Keeps what was pasted.
  ///
  /// - Parameter deadline: when the machine closes; nil while that is not known.
  func keep(
    _ paste: AccessPaste, of build: BuildSlug, in app: AppSlug, until deadline: Date?
  ) async throws {
    let contents = Contents(
      build: build.rawValue, app: app.rawValue,
      until: deadline ?? Date().addingTimeInterval(Self.longest),
      sshHost: paste.ssh?.host, sshPort: paste.ssh?.port, username: paste.username,
      password: paste.password, screenHost: paste.screen?.host, screenPort: paste.screen?.port,
      screenUsername: paste.screenUsername, screenPassword: paste.screenPassword)
    let sealed = try AES.GCM.seal(
      try JSONEncoder().encode(contents), using: try await key(), authenticating: bound)
    guard let data = sealed.combined else {
      throw ProgramError(.failed, "The credentials could not be sealed, and are not kept.")
    }
    try Directories.makePrivate(folder)
    try PrivateFile.write(data, to: file(of: build))
  }

  /// What was kept of a build whose time is not over.
  func access(to build: BuildSlug) async -> AccessPaste? {
    guard let contents = await contents(of: file(of: build)), contents.build == build.rawValue
    else { return nil }
    guard contents.until > Date() else {
      forget(build)
      return nil
    }
    var paste = AccessPaste()
    if let host = contents.sshHost, let port = contents.sshPort {
      paste.ssh = AccessPaste.Address(host: host, port: port)
    }
    if let host = contents.screenHost, let port = contents.screenPort {
      paste.screen = AccessPaste.Address(host: host, port: port)
    }
    paste.username = contents.username
    paste.password = contents.password
    paste.screenUsername = contents.screenUsername
    paste.screenPassword = contents.screenPassword
    return paste
  }

  /// Whether there may be something, without looking into it.
  var isEmpty: Bool {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).isEmpty
  }

  /// The builds of which something is kept, with their apps.
  func builds() async -> [BuildSlug: AppSlug] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var builds: [BuildSlug: AppSlug] = [:]
    for name in names {
      guard let contents = await contents(of: folder.appending(path: name)),
        contents.until > Date()
      else { continue }
      builds[BuildSlug(rawValue: contents.build)] = AppSlug(rawValue: contents.app)
    }
    return builds
  }

  private func contents(of file: URL) async -> Contents? {
    guard let data = try? Data(contentsOf: file), let key = try? await key(),
      let box = try? AES.GCM.SealedBox(combined: data),
      let opened = try? AES.GCM.open(box, using: key, authenticating: bound)
    else { return nil }
    return try? JSONDecoder().decode(Contents.self, from: opened)
  }

  func forget(_ build: BuildSlug) { try? FileManager.default.removeItem(at: file(of: build)) }

  private var folder: URL {
    directories.state.appending(path: "access").appending(path: connection)
  }

  /// A slug comes from a service, and must not lead anywhere else.
  private func file(of build: BuildSlug) -> URL {
    let digest = SHA256.hash(data: Data(build.rawValue.utf8))
    return folder.appending(
      path: digest.prefix(16).map { String($0, radix: 16) }.joined(separator: "-"))
  }

  /// What a file is sealed together with: one of another connection does not open.
  private var bound: Data { Data(connection.utf8) }

  // MARK: The key

  private func key() async throws -> SymmetricKey {
    let machine =
      (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8))
      ?? ProcessInfo.processInfo.hostName
    return HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: try await secret()),
      salt: Data("\(machine)\n\(getuid())".utf8), info: Data("airlock access".utf8),
      outputByteCount: 32)
  }

  private func secret() async throws -> Data {
    let name = "airlock-access-key"
    let ring = Keyring.find(environment)
    if let text = try? await ring?.token(of: name, environment),
      let data = Data(base64Encoded: text)
    {
      return data
    }
    let file = directories.state.appending(path: "access.key")
    if let data = try? Data(contentsOf: file), data.count == 32 { return data }
    let made = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    let text = made.base64EncodedString()
    if let ring, await ring.keep(text, of: name, environment),
      (try? await ring.token(of: name, environment)) == text
    {
      return made
    }
    try Directories.makePrivate(directories.state)
    try PrivateFile.write(made, to: file)
    return made
  }
}
