import Testing

@testable import BuildMachine

/// Programs that tests make for themselves.
enum Script {
  /// Writes a shell script by another process.
  ///
  /// Were it open for writing in this one, a child that is just being started elsewhere could
  /// hold it open as well, and executing it would fail with "text file busy".
  static func write(_ script: String, to path: String) async throws {
    let writer = try LaunchedProcess.start(
      arguments: [
        "/bin/sh", "-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh",
        script,
        path,
      ],
      environment: ["PATH": "/usr/bin:/bin"], descriptors: [:])
    #expect(await writer.ending() == .exited(0))
  }
}
