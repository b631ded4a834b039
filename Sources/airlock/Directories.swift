import Foundation

/// Where airlock keeps things, after the XDG base directory specification.
struct Directories: Sendable {
  /// The local service's data.
  let data: URL
  var configuration: URL
  /// What lasts beyond a run but is worth nothing to a backup: logs, files of open sessions.
  let state: URL
  let cache: URL

  init(environment: [String: String]) {
    let home = URL(
      filePath: environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path,
      directoryHint: .isDirectory)
    func folder(_ variable: String, _ fallback: String) -> URL {
      // The specification has relative paths ignored.
      let base = environment[variable].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
      return (base ?? home.appending(path: fallback)).appending(path: "airlock")
    }
    data = folder("XDG_DATA_HOME", ".local/share")
    configuration = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
    cache = folder("XDG_CACHE_HOME", ".cache")
  }

  static var current: Directories { Directories(environment: ProcessInfo.processInfo.environment) }

  /// Makes a folder that only this user can enter.
  static func makePrivate(_ url: URL) throws {
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw ProgramError(
        .failed, "The folder \(url.path) cannot be made: \(error.localizedDescription)")
    }
  }
}
