import Foundation

/// Asks the person for a secret, or takes it from a pipe; it is never shown and never an argument.
enum Prompt {
  static func secret(_ question: String) throws -> String {
    let text: String
    if isatty(STDIN_FILENO) == 1 {
      // Opens the terminal itself and switches its echo off.
      guard let answer = getpass(question) else {
        throw ProgramError(.failed, "There is no terminal to ask on; pipe the token in.")
      }
      text = String(cString: answer)
      memset(answer, 0, strlen(answer))
    } else {
      text = String(
        decoding: try FileHandle.standardInput.read(upToCount: 64 << 10) ?? Data(), as: UTF8.self)
    }
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !secret.isEmpty, !secret.contains(where: { $0.isWhitespace || $0.isNewline }) else {
      throw ProgramError(
        .failed, secret.isEmpty ? "Nothing was given." : "A token has no blanks in it.")
    }
    return secret
  }
}
