package import Foundation

/// An editor that works in a folder of another computer over `ssh`.
package enum Editor: String, Sendable, CaseIterable {
  case code, cursor, zed, gateway

  package var name: String {
    switch self {
    case .code: "VS Code"
    case .cursor: "Cursor"
    case .zed: "Zed"
    case .gateway: "JetBrains Gateway"
    }
  }

  /// Whether it uses the system's `ssh`, and so our configuration and connection.
  package var usesSystemSSH: Bool { self != .gateway }

  /// The first of them that is installed.
  package static func installed(environment: [String: String]) -> Editor? {
    allCases.first { ProgramSearch.path(of: $0.program, environment: environment) != nil }
  }

  /// What its command is called.
  package var program: String { self == .gateway ? "jetbrains-gateway" : rawValue }

  /// What the editor is called with.
  ///
  /// - Parameters:
  ///   - alias: the machine's name in the configuration for `ssh`.
  ///   - address: where the machine is; only for an editor with an `ssh` of its own.
  ///   - folder: the absolute path to open there.
  ///   - home: the folder with the settings that `writeSettings` wrote.
  package func arguments(
    alias: String, address: (host: String, port: Int, user: String), folder: String, home: URL
  ) -> [String] {
    let path = folder.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? folder
    switch self {
    case .code, .cursor:
      return [
        "--user-data-dir", home.path, "--folder-uri", "vscode-remote://ssh-remote+\(alias)\(path)",
      ]
    case .zed: return ["--user-data-dir", home.path, "ssh://\(alias)\(path)"]
    case .gateway:
      return [
        "jetbrains-gateway://connect#type=ssh&deploy=false&host=\(address.host)"
          + "&port=\(address.port)&user=\(address.user)&projectPath=\(path)"
      ]
    }
  }

  /// Writes settings by which the editor uses a configuration of ours for `ssh`.
  ///
  /// In a folder of their own: neither the person's settings nor `~/.ssh` are touched, and an
  /// instance that already runs, with other settings, is not the one that opens the folder.
  package func writeSettings(ssh: String, configuration: URL, alias: String, home: URL) throws {
    let settings: [String: Any]
    let place: String
    switch self {
    case .code, .cursor:
      place = "User/settings.json"
      settings = [
        "remote.SSH.configFile": configuration.path, "remote.SSH.path": ssh,
        "remote.SSH.remotePlatform": [alias: "linux"], "remote.SSH.showLoginTerminal": false,
      ]
    case .zed:
      place = "config/settings.json"
      settings = [
        "ssh_connections": [["host": alias, "args": ["-F", configuration.path], "projects": []]]
      ]
    case .gateway: return
    }
    let file = home.appending(path: place)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys]
    try JSONSerialization.data(withJSONObject: settings, options: options).write(to: file)
  }
}
