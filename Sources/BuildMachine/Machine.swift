package import BuildModel

/// The isolated place where one build runs; holds nothing but that build.
///
/// Everything in it is ended by `destroy()`, and also when this process ends, however it ends.
package protocol Machine: AnyObject, Sendable {
  var isolation: Isolation { get }
  var network: MachineNetwork { get }
  /// The user that the build and its visitors are inside the machine.
  var username: String { get }
  /// Where things lie, as seen from inside.
  var folders: MachineFolders { get }

  /// Starts a program inside.
  ///
  /// - Throws: `MachineError` where the machine is gone or the program cannot be started.
  func start(_ command: MachineCommand) async throws -> any MachineProcess

  /// Opens a TCP connection to a port of the machine's own loopback.
  func connect(toPort port: Int) async throws -> Int32

  /// Whether it comes with a screen; those of others are programs inside, see `Desktop`.
  var bringsScreen: Bool { get }

  /// Opens a connection to the VNC server that shows its screen.
  func connectToScreen() async throws -> ScreenServer

  /// Waits until the machine has used more than it may.
  ///
  /// - Returns: a sentence that says so; nil where the machine ended first.
  func breach() async -> String?

  /// The sentence about a limit that was passed up to now, if one was.
  func breachSoFar() async -> String?

  /// Listens on a port of the machine's own loopback, for whoever is inside.
  ///
  /// - Parameter port: 0 lets the machine choose.
  /// - Returns: a listening socket, which is the caller's, and the port it listens on.
  func listen(onPort port: Int) async throws -> (descriptor: Int32, port: Int)

  /// Listens on a Unix socket that is made inside the machine, for its user alone.
  ///
  /// - Returns: a listening socket, which is the caller's; the file stays when it is closed.
  func listen(atPath path: String) async throws -> Int32

  /// Returns when the machine has ended, by itself or by `destroy()`.
  func waitUntilGone() async

  /// Ends every process inside and returns when none is left; safe to call again.
  func destroy() async
}

/// What a machine has of a network.
package enum MachineNetwork: Sendable, Equatable {
  /// Its own loopback; the reason is a sentence, where more was wanted and could not be had.
  case nothing(reason: String?)
  /// The world outside, without this computer's loopback, by way of a program.
  ///
  /// The remark is a sentence about what does not work all the same.
  case userMode(program: String, remark: String?)
  /// This computer's own.
  case host
}

/// A connection to a machine's VNC server.
package struct ScreenServer: Sendable {
  /// A connected socket, which is the caller's.
  package var descriptor: Int32
  /// What the server asks us for; nil where it asks for nothing.
  package var password: String?
}

extension Machine {
  package var bringsScreen: Bool { false }

  package func connectToScreen() async throws -> ScreenServer {
    ScreenServer(descriptor: try await connect(toPort: Desktop.port), password: nil)
  }
}

/// Machines to which no descriptor can be passed, as virtual ones, have no socket to give away.
extension Machine {
  package func listen(onPort port: Int) async throws -> (descriptor: Int32, port: Int) {
    throw MachineError(.refused, "This kind of machine cannot listen for its visitors.")
  }

  package func listen(atPath path: String) async throws -> Int32 {
    throw MachineError(.refused, "This kind of machine cannot listen for its visitors.")
  }
}

/// The machine's folders under the names they have inside it.
package struct MachineFolders: Sendable, Equatable {
  package var home: String
  package var source: String
  package var deploy: String
  package var temporary: String

  package init(home: String, source: String, deploy: String, temporary: String) {
    self.home = home
    self.source = source
    self.deploy = deploy
    self.temporary = temporary
  }
}

/// A program to start inside a machine.
package struct MachineCommand: Sendable {
  package enum Connection: Sendable {
    /// A pseudo-terminal of the machine's own; the process gets one descriptor for both ways.
    case terminal(rows: Int, columns: Int)
    /// Descriptors that the caller owns: standard input, output and error.
    case descriptors(input: Int32, output: Int32, error: Int32)
  }

  package var executable: String
  /// With the name of the program first.
  package var arguments: [String]
  package var environment: [String: String]
  package var folder: String
  package var connection: Connection

  package init(
    executable: String, arguments: [String], environment: [String: String], folder: String,
    connection: Connection
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.connection = connection
  }
}

/// A program that runs inside a machine, in a session and process group of its own.
package protocol MachineProcess: AnyObject, Sendable {
  /// Our end of its terminal, owned by the caller; nil where it was given descriptors.
  var terminal: Int32? { get }
  func signal(_ number: Int32)
  /// How it ended; a machine that ends takes the process with it (`signalled(9)`).
  func ending() async -> ProcessEnding
}

package enum ProcessEnding: Sendable, Equatable {
  case exited(Int32)
  case signalled(Int32)
}
