package import TerminalSurface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a terminal is opened.
package struct TerminalOptions: Sendable {
  package var environment: [String: String]
  /// Where the terminal's description with 24-bit colours is kept; without it there are 256.
  package var cacheFolder: String?
  /// The most colours to use, whatever the terminal shows.
  package var depth: ColorDepth?
  package var mouse: Bool
  /// Where standard error goes while the screen is up; nil leaves it alone.
  package var errorFile: String?
  package var input: Int32
  package var output: Int32

  package init(
    environment: [String: String], cacheFolder: String? = nil, depth: ColorDepth? = nil,
    mouse: Bool = true, errorFile: String? = nil, input: Int32 = STDIN_FILENO,
    output: Int32 = STDOUT_FILENO
  ) {
    self.environment = environment
    self.cacheFolder = cacheFolder
    self.depth = depth
    self.mouse = mouse
    self.errorFile = errorFile
    self.input = input
    self.output = output
  }
}
