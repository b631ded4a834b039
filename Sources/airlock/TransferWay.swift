import BuildModel
import Foundation
import Workstation

/// How files get into a machine and out of it, by what the machine has.
enum TransferWay: Sendable, Equatable {
  /// `scp` as it is, over SFTP.
  case sftp
  /// `scp` as it was, with another `scp` inside: where there is no SFTP.
  case scp
  /// `tar` through the shell: where there is neither, as in a machine that is a `docker exec`.
  case tar

  /// Asks the machine; a login that stands makes that cheap.
  static func find(_ door: SSHSession) -> TransferWay {
    func succeeds(_ words: [String]) -> Bool {
      ProgramRun.runBriefly(
        door.program, ["-F", door.configuration] + words, environment: door.environment)?.status
        == 0
    }
    if succeeds(["-s", door.alias, "sftp"]) { return .sftp }
    return succeeds([door.alias, "--", "command -v scp"]) ? .scp : .tar
  }

  enum Direction: Sendable, Equatable {
    /// Paths in the machine to a place here.
    case get([String], to: String)
    /// Files of this computer to a folder of the machine.
    case put([String], to: String)
  }

  /// The program and its arguments; it shows how far it is where it runs on a terminal.
  ///
  /// - Parameters:
  ///   - alias: the machine's name in the configuration.
  ///   - folder: where paths in the machine count from.
  func words(
    _ direction: Direction, ssh: String, scp: String, configuration: String, alias: String,
    folder: String
  ) -> (String, [String]) {
    guard self == .tar else {
      let options = ["-F", configuration, "-r", "-p"] + (self == .scp ? ["-O", "--"] : ["--"])
      switch direction {
      case .get(let paths, let to): return (scp, options + paths.map { "\(alias):\($0)" } + [to])
      case .put(let files, let to): return (scp, options + files + ["\(alias):\(to)"])
      }
    }
    let connection = ["ssh", "-F", configuration, alias, "--"].map(Self.quoted)
    let through = ([Self.quoted(ssh)] + connection.dropFirst()).joined(separator: " ")
    let progress = "dd bs=65536 status=progress"
    switch direction {
    case .get(let paths, let to):
      let pack = "tar -cf - \(Self.members(paths, in: folder))"
      return Self.shell(
        "\(through) \(Self.quoted(pack)) | \(progress) | tar -C \(Self.quoted(to)) -xpf -")
    case .put(let files, let to):
      let place = Self.quoted(to)
      let unpack = "mkdir -p \(place) && tar -C \(place) -xpf -"
      return Self.shell(
        "tar -cf - \(Self.members(files, in: FileManager.default.currentDirectoryPath)) | \(progress) |"
          + " \(through) \(Self.quoted(unpack))")
    }
  }

  /// Each with the folder it lies in before it, so that only its last name comes along.
  private static func members(_ paths: [String], in folder: String) -> String {
    paths.map { path in
      let whole = URL(
        filePath: path, relativeTo: URL(filePath: folder, directoryHint: .isDirectory)
      )
      .standardizedFileURL
      let parent = whole.deletingLastPathComponent().path
      return "-C \(quoted(parent)) \(quoted("./" + whole.lastPathComponent))"
    }.joined(separator: " ")
  }

  private static func shell(_ script: String) -> (String, [String]) {
    ("/bin/bash", ["-o", "pipefail", "-c", script])
  }

  private static func quoted(_ word: String) -> String {
    "'\(word.replacing("'", with: "'\\''"))'"
  }
}
