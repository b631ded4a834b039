import BuildModel
import Foundation

/// The user's own public keys on this computer; read where they say so, never written.
enum OwnKeys {
  /// Which keys go along with a wish for remote access.
  enum Choice: Sendable, Equatable {
    case none
    /// Every key in `~/.ssh`.
    case mine
    case files([String])

    /// The keys themselves.
    func lines(home: URL = FileManager.default.homeDirectoryForCurrentUser) throws -> [String] {
      switch self {
      case .none: []
      case .mine: try OwnKeys.all(in: home.appending(path: ".ssh"))
      case .files(let paths): try paths.map(OwnKeys.read)
      }
    }
  }

  /// The public key in a file; `~` stands for the user's home.
  static func read(_ path: String) throws -> String {
    let full = NSString(string: path).expandingTildeInPath
    let text: String
    do { text = try String(contentsOfFile: full, encoding: .utf8) } catch {
      throw ProgramError(.failed, "\(path) cannot be read: \(error.localizedDescription)")
    }
    do {
      let key = try PublicKey(text)
      return key.comment.isEmpty ? key.line : "\(key.line) \(key.comment)"
    } catch {
      throw ProgramError(.failed, "\(path): \(error)")
    }
  }

  /// Every usable key of a folder, in the order of names; certificates and the like are no keys.
  static func all(in folder: URL) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let lines = names.filter { $0.hasSuffix(".pub") }.sorted().compactMap {
      try? read(folder.appending(path: $0).path)
    }
    guard !lines.isEmpty else {
      throw ProgramError(
        .failed, "\(folder.path) holds no public key; make one with `ssh-keygen -t ed25519`.")
    }
    return lines
  }
}
