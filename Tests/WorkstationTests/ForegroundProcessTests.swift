import Testing

@testable import Workstation

@Suite struct ForegroundProcessTests {
  @Test(arguments: [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143)])
  func `the status is passed on`(script: String, status: Int32) throws {
    #expect(try ForegroundProcess.run("/bin/sh", ["-c", script], environment: [:]) == status)
  }

  @Test func `the environment is the one that is given`() throws {
    #expect(
      try ForegroundProcess.run(
        "/bin/sh", ["-c", "test \"$A\" = b && test -z \"$HOME\""], environment: ["A": "b"]) == 0)
  }

  @Test func `what cannot be started is told`() {
    #expect(throws: ConnectError.self) {
      try ForegroundProcess.run("/nonexistent", [], environment: [:])
    }
  }
}
