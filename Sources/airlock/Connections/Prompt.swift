import Foundation

/// Asks the person for a secret, or takes it from a pipe; it is never shown and never an argument.
enum Prompt {
  /// A token: without blanks.
  static func secret(_ question: String) async throws -> String {
    let secret = try await text(question, limit: 64 << 10)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard !secret.isEmpty, !secret.contains(where: { $0.isWhitespace || $0.isNewline }) else {
      throw ProgramError(
        .failed, secret.isEmpty ? "Nothing was given." : "A token has no blanks in it.")
    }
    return secret
  }

  /// Any text, as it is given; of a pipe, all of it but one newline at the end.
  ///
  /// - Parameter limit: the most bytes it may have.
  static func text(_ question: String, limit: Int) async throws -> String {
    if isatty(STDIN_FILENO) == 1 { return try await HiddenLine.ask(question) }
    let data = try FileHandle.standardInput.read(upToCount: limit + 2) ?? Data()
    guard let text = String(data: data, encoding: .utf8) else {
      throw ProgramError(.failed, "What came through the pipe is no UTF-8 text.")
    }
    let value = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard value.utf8.count <= limit else {
      throw ProgramError(.failed, "That is too much: \(limit) bytes at most.")
    }
    return value
  }
}
