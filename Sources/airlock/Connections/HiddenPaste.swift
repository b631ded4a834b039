import ArgumentParser
import BuildModel
import Foundation

/// Takes a paste of several lines at the terminal without showing it.
enum HiddenPaste {
  /// So long nothing comes once a paste is at its end.
  private static let quietMilliseconds: Int32 = 400

  /// Reads until everything is there that a way in needs, or until Enter alone, or ^D.
  ///
  /// - Throws: `ExitCode` as of SIGINT where the person gives up.
  static func ask(_ question: String) async throws -> String {
    try await HiddenTerminal.ask(question, lines)
  }

  @Sendable private static func lines(from terminal: Int32) throws -> String {
    var all = ""
    var line = HiddenLine()
    while let byte = HiddenTerminal.byte(of: terminal) {
      switch line.take(byte) {
      case .goesOn: continue
      case .givenUp where byte == 0x04: return all
      case .givenUp: throw ExitCode(130)
      case .done:
        let isEmpty = line.text.isEmpty
        all += line.text + "\n"
        line = HiddenLine()
        let isWhole = (try? AccessPaste.read(all))?.missing.isEmpty ?? false
        if isEmpty || isWhole, isQuiet(terminal) { return all }
      }
    }
    return all
  }

  private static func isQuiet(_ terminal: Int32) -> Bool {
    var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, quietMilliseconds) == 0
  }
}
