import CursesTerminal
import Dashboard
import Foundation

/// Lends the screen to the person's pager or editor for a look at a file.
@MainActor
struct FileShow {
  let environment: [String: String]

  /// Removes the file afterwards.
  ///
  /// - Returns: what went wrong, in a sentence.
  func show(_ path: String, in program: FileProgram, on terminal: CursesTerminal) -> String? {
    defer { unlink(path) }
    let command = command(program)
    var environment = environment
    // As git does: colours are kept, unless the person has said how less is to be.
    if environment["LESS"] == nil { environment["LESS"] = "-R" }
    do {
      // By a shell, since these variables may hold options: `code --wait`.
      let status = try terminal.runForeground(
        ["/bin/sh", "-c", "\(command) \"$1\"", "sh", path], environment: environment)
      switch status {
      case 0: return nil
      case 126, 127: return "\(command) cannot be started; \(variable(program)) says what to use."
      default: return "\(command) ended with status \(status)."
      }
    } catch {
      return error.description
    }
  }

  private func variable(_ program: FileProgram) -> String {
    switch program {
    case .pager: "PAGER"
    case .editor: "EDITOR"
    }
  }

  private func command(_ program: FileProgram) -> String {
    let (names, fallback) =
      switch program {
      case .pager: (["PAGER"], "less")
      case .editor: (["VISUAL", "EDITOR"], "vi")
      }
    return names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? fallback
  }
}
