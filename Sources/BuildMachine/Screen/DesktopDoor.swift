package import BuildModel

/// Both ways into a machine with a desktop, over SSH and to its screen; they open and shut as one.
package final class DesktopDoor: MachineDoor {
  package var credentials: SSHCredentials { door.credentials }
  package var screen: ScreenShareCredentials? { screenDoor.credentials }
  package var connectionCounts: AsyncStream<Int> { register.counts }
  package var visits: AsyncStream<DoorVisit> { register.visits }

  private let register: DoorRegister
  private let door: LibSSHDoor
  private let screenDoor: ScreenDoor

  /// Opens both; see `LibSSHDoor`.
  package init(
    machine: any Machine, environment: [String: String], folder: String,
    publicKeys: [String] = [], rules: DoorRules = DoorRules(),
    greeting: @escaping @Sendable () -> String = { "" }
  ) throws {
    register = DoorRegister(rules)
    door = try LibSSHDoor(
      register: register, machine: machine, environment: environment, folder: folder,
      publicKeys: publicKeys, rules: rules, greeting: greeting)
    screenDoor = try ScreenDoor(machine: machine, register: register, rules: rules)
  }

  package func setEnvironment(_ environment: [String: String]) {
    door.setEnvironment(environment)
  }

  package func announce(_ text: String) { register.announce(text) }

  package func close() {
    screenDoor.close()
    // With the register, and so with everybody who is in by either.
    door.close()
  }
}
