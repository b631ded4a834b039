import Foundation

/// The programs of the package, found beside the one that runs.
enum Executables {
  /// The path of this program.
  static let this: String = {
    #if os(Linux)
      let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      return link ?? CommandLine.arguments[0]
    #else
      return Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }()

  /// The worker, which the service starts for each build.
  static var worker: String {
    URL(filePath: this).deletingLastPathComponent().appending(path: "airlock-worker").path
  }
}
