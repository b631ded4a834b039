import Foundation
import Workstation

/// The system's keyring, through the program that comes with it.
///
/// A secret goes in by standard input: an argument could be read by everybody on this computer.
enum Keyring: Sendable {
  /// The Secret Service of Linux desktops.
  case secretTool(String)
  /// macOS; written to its manual, not tried.
  case security(String)

  static func find(_ environment: [String: String]) -> Keyring? {
    #if os(macOS)
      return ProgramSearch.path(of: "security", environment: environment).map { .security($0) }
    #else
      // Without a session bus the tool waits for nobody.
      guard environment["DBUS_SESSION_BUS_ADDRESS"] != nil else { return nil }
      return ProgramSearch.path(of: "secret-tool", environment: environment)
        .map { .secretTool($0) }
    #endif
  }

  func keep(_ token: String, of name: String, _ environment: [String: String]) async -> Bool {
    let result: ProgramRun.Result?
    switch self {
    case .secretTool(let tool):
      result = await ProgramRun.run(
        tool, ["store", "--label", "airlock: \(name)", "service", "airlock", "connection", name],
        input: Array(token.utf8), environment: environment)
    case .security(let tool):
      // Its interactive mode reads whole commands from standard input.
      guard token.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) })
      else { return false }
      let line = "add-generic-password -U -s airlock -a \(name) -w \(token)\n"
      result = await ProgramRun.run(
        tool, ["-i"], input: Array(line.utf8), environment: environment)
    }
    return result?.status == 0
  }

  func token(of name: String, _ environment: [String: String]) async throws -> String? {
    let (tool, words) =
      switch self {
      case .secretTool(let tool):
        (tool, ["lookup", "service", "airlock", "connection", name])
      case .security(let tool):
        (tool, ["find-generic-password", "-s", "airlock", "-a", name, "-w"])
      }
    let answer = await ProgramRun.output(
      tool, words, environment: environment, limit: 64 << 10)
    guard let answer, answer.status == 0 else { return nil }
    return answer.output.trimmingCharacters(in: .newlines)
  }

  func forget(_ name: String, _ environment: [String: String]) async {
    let (tool, words) =
      switch self {
      case .secretTool(let tool): (tool, ["clear", "service", "airlock", "connection", name])
      case .security(let tool): (tool, ["delete-generic-password", "-s", "airlock", "-a", name])
      }
    _ = await ProgramRun.run(tool, words, environment: environment)
  }
}
