import Foundation
import Testing

@testable import Workstation

@Suite struct CompanionTests {
  @Test func `it tells its lines and its status`() throws {
    let companion = try Companion(
      "/bin/sh", ["-c", "echo one; echo two >&2; printf three; exit 7"], environment: [:])
    var lines: [String] = []
    #expect(companion.run { lines.append($0) } == 7)
    #expect(lines == ["one", "two", "three"])
  }

  @Test func `one that watches its input ends when it is told to`() throws {
    let companion = try Companion("/bin/cat", [], environment: [:])
    companion.end()
    #expect(companion.run { _ in } == 0)
  }

  @Test func `one that does not is ended`() throws {
    let companion = try Companion("/bin/sleep", ["1000"], environment: [:])
    companion.terminate()
    #expect(companion.run { _ in } == 128 + SIGTERM)
    companion.terminate()
  }

  @Test func `what is not there is said`() {
    #expect(throws: ConnectError.self) { try Companion("/nowhere/x", [], environment: [:]) }
  }
}
