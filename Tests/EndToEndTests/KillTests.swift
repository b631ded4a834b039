import Foundation
import TestSupport
import Testing

/// The service killed under load, a few times; `service-torture` alone does it a hundred times.
@Suite struct KillTests {
  @Test(.timeLimit(.minutes(4))) func `a killed service loses nothing that anybody has seen`()
    throws
  {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "said").path
    let status = try runToEnd(
      [
        try BuiltProducts.path(of: "service-torture"), "--kills", "6", "--load", "4",
        "--airlock", try BuiltProducts.path(of: "airlock"),
      ],
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "TMPDIR": folder.url.path,
      ], output: output)
    let said = try String(contentsOfFile: output, encoding: .utf8)
    #expect(status == 0, "\(said)")
  }
}
