import Foundation
import TestSupport

/// A display without a screen, of a test's own.
final class VirtualDisplay {
  /// As `DISPLAY` names it.
  let name: String
  private let folder: TemporaryFolder
  private let process: Int32

  /// Returns when programs can open it.
  init() throws {
    folder = try TemporaryFolder()
    let said = folder.url.appending(path: "number")
    // Its number comes on its standard output, once it listens.
    process = try spawn(
      ["/usr/bin/Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"],
      environment: [:], output: said.path)
    var number = ""
    try waitUntil("the display is there") {
      let lines = try String(contentsOf: said, encoding: .utf8).split(separator: "\n")
      number = lines.last { !$0.isEmpty && $0.allSatisfy(\.isNumber) }.map(String.init) ?? ""
      return !number.isEmpty
    }
    name = ":\(number)"
  }

  func end() {
    kill(process, SIGTERM)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }
}
