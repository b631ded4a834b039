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

  /// Probes for isolated machines and falls back to plain processes.
  ///
  /// - Throws: `MachineError` where a forced driver does not work or does not exist.
  package static func choose(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws -> Choice {
    let bubblewrap = BubblewrapDriver(environment: environment)
    let plain = PlainProcessDriver()
    switch environment[variable] {
    case nil, "":
      let reason = await bubblewrap.probe()
      return reason == nil
        ? Choice(driver: bubblewrap) : Choice(driver: plain, fallbackReason: reason)
    case bubblewrap.name:
      if let reason = await bubblewrap.probe() { throw MachineError(.noDriver, reason) }
      return Choice(driver: bubblewrap)
    case plain.name:
      return Choice(driver: plain, fallbackReason: "\(variable) asks for plain processes.")
    case .some(let name):
      throw MachineError(
        .noDriver,
        "\(variable) is “\(name)”, but the drivers are \(bubblewrap.name) and \(plain.name).")
    }
  }
}
