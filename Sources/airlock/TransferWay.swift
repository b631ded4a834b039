import BuildModel
import Foundation
import Workstation

/// How files get into a machine and out of it, by what the machine has.
///
/// All ways mean the same by the same words: `*`, `?` and `[…]` of a path in the machine are
/// patterns and nothing else in it is, and what is put where no folder is gets that name.
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
    let options = ["-F", configuration, "-r", "-p"]
    switch (self, direction) {
    case (.sftp, .get(let paths, let to)):
      return (scp, options + ["--"] + paths.map { "\(alias):\($0)" } + [to])
    case (.sftp, .put(let files, let to)):
      return (scp, options + ["--"] + files + ["\(alias):\(to)"])
    // There the shell of the machine reads the path.
    case (.scp, .get(let paths, let to)):
      let remote = paths.map { "\(alias):\(ShellWord.pattern($0))" }
      return (scp, options + ["-O", "--"] + remote + [to])
    case (.scp, .put(let files, let to)):
      return (scp, options + ["-O", "--"] + files + ["\(alias):\(ShellWord.quoted(to))"])
    case (.tar, _):
      let connection = [ssh, "-F", configuration, alias, "--"].map(ShellWord.quoted)
        .joined(separator: " ")
      let script = TarScript(connection: connection).text(direction, folder: folder)
      return ("/bin/bash", ["-o", "pipefail", "-c", script])
    }
  }
}

/// Words as a shell takes them.
enum ShellWord {
  static func quoted(_ word: String) -> String {
    "'\(word.replacing("'", with: "'\\''"))'"
  }

  /// Quoted but for what makes a pattern of file names.
  static func pattern(_ word: String) -> String {
    var (text, plain) = ("", "")
    for character in word + "*" {
      guard "*?[]".contains(character) else {
        plain.append(character)
        continue
      }
      if !plain.isEmpty { text += quoted(plain) }
      plain = ""
      text.append(character)
    }
    return String(text.dropLast())
  }
}
