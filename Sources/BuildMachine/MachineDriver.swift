package import BuildModel

/// A way of making machines; chosen by a real probe.
package protocol MachineDriver: Sendable {
  /// The driver's name in `doctor` and in logs.
  var name: String { get }
  var isolation: Isolation { get }

  /// Tries the driver for real within two seconds.
  ///
  /// - Parameter stack: what machines would be made for; nil for any.
  /// - Returns: nil where it works, else one sentence that says what is missing and what to do.
  func probe(_ stack: Stack?) async -> String?

  func makeMachine(_ plan: MachinePlan) async throws -> any Machine
}

extension MachineDriver {
  package func probe() async -> String? { await probe(nil) }
}

/// What one machine is made of.
package struct MachinePlan: Sendable {
  /// A folder of the host for this machine only, with `home`, `source`, `deploy` and `temporary`
  /// inside; made by the caller, removed by the caller once the machine is gone.
  ///
  /// Where the service is root, what lies in them is given to the machine's own user when the
  /// machine is made; what we put there later, that user can only read.
  package var folder: String
  /// Folders of the host that must not be seen inside beyond what the driver hides anyway:
  /// the service's data, the repository.
  package var hidden: [String]
  /// The path of the `airlock-agent` executable.
  package var agent: String
  package var hostname: String
  /// Nil for user mode where it can be had, else whatever the driver has.
  package var network: NetworkMode?
  /// For drivers that make machines of images.
  package var image: String?
  /// An unpacked root directory to be seen inside; nil for this computer's own programs.
  package var root: String?
  package var limits: MachineLimits
  /// Whether the machine's screen will be looked at, for drivers whose machines bring one.
  package var showsScreen: Bool

  package init(
    folder: String, hidden: [String], agent: String, hostname: String,
    network: NetworkMode? = nil, image: String? = nil, root: String? = nil,
    limits: MachineLimits = MachineLimits(), showsScreen: Bool = false
  ) {
    self.folder = folder
    self.hidden = hidden
    self.agent = agent
    self.hostname = hostname
    self.network = network
    self.image = image
    self.root = root
    self.limits = limits
    self.showsScreen = showsScreen
  }
}

package struct MachineError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    case noDriver
    case notStarted
    case gone
    case refused
    case protocolBroken
  }

  package var code: Code
  /// One sentence: what was wrong, where, what to do.
  package var sentence: String
  package var description: String { sentence }

  package init(_ code: Code, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }
}
