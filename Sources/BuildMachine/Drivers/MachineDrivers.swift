package import BuildModel
import Foundation

/// The drivers there are, and which of them serves here.
package enum MachineDrivers {
  /// The variable that forces a driver by its name, for tests and for trouble.
  package static let variable = "AIRLOCK_DRIVER"

  package struct Choice: Sendable {
    package var driver: any MachineDriver
    /// Why machines are not isolated, as a sentence; nil where they are.
    package var fallbackReason: String?
  }

  /// The driver of a name.
  ///
  /// - Parameter agent: the path of the agent that is tried; nil for the one beside this program.
  package static func driver(
    _ name: DriverName,
    environment: [String: String] = ProcessInfo.processInfo.environment, agent: String? = nil
  ) -> any MachineDriver {
    switch name {
    case .bubblewrap: BubblewrapDriver(environment: environment)
    case .uidRange: RangeDriver(environment: environment, agent: agent)
    case .podman: ContainerDriver(.podman, environment: environment)
    case .docker: ContainerDriver(.docker, environment: environment)
    case .tart: TartDriver(environment: environment)
    case .plain: PlainProcessDriver()
    }
  }

  /// The driver that a stack names; for one that names none, isolated machines where they work
  /// and plain processes elsewhere.
  ///
  /// - Throws: `MachineError` where a driver that was asked for does not work or does not exist.
  package static func choose(
    for stack: Stack? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment, agent: String? = nil
  ) async throws -> Choice {
    if let text = environment[variable], !text.isEmpty {
      guard let name = DriverName(rawValue: text) else {
        let names = DriverName.allCases.map(\.rawValue)
        throw MachineError(
          .noDriver,
          "\(variable) is “\(text)”, but the drivers are \(names.dropLast().joined(separator: ", "))"
            + " and \(names.last ?? "")."
        )
      }
      let driver = driver(name, environment: environment, agent: agent)
      return try await tried(driver, stack, asker: variable) { $0 }
    }
    if let stack, let name = stack.driver {
      let driver = driver(name, environment: environment, agent: agent)
      return try await tried(driver, stack, asker: "The stack \(stack.name)") { reason in
        "The stack \(stack.name) needs the driver \(name.rawValue). \(reason)"
      }
    }
    let bubblewrap = driver(.bubblewrap, environment: environment)
    let reason = await bubblewrap.probe(stack)
    return reason == nil
      ? Choice(driver: bubblewrap) : Choice(driver: PlainProcessDriver(), fallbackReason: reason)
  }

  private static func tried(
    _ driver: any MachineDriver, _ stack: Stack?, asker: String, explain: (String) -> String
  ) async throws -> Choice {
    if let reason = await driver.probe(stack) { throw MachineError(.noDriver, explain(reason)) }
    return driver.isolation == .isolated
      ? Choice(driver: driver)
      : Choice(driver: driver, fallbackReason: "\(asker) asks for plain processes.")
  }
}
