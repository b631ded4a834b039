import BuildModel
import Foundation

/// The way to a machine's screen: asks viewers for the password and joins them to the VNC server
/// inside.
///
/// The password is asked for here, beside the worker, and not inside the machine, where a build
/// could read it.
final class ScreenDoor: Sendable {
  /// All that VNC's authentication looks at.
  private static let passwordLength = 8

  let credentials: ScreenShareCredentials
  private let listener: LoopbackListener

  /// Opens it.
  ///
  /// - Parameter register: shared with the machine's other door, and closed by that.
  init(machine: any Machine, register: DoorRegister, rules: DoorRules) throws {
    signal(SIGPIPE, SIG_IGN)
    let password = Password(length: Self.passwordLength)
    listener = try LoopbackListener()
    credentials = ScreenShareCredentials(
      address: "127.0.0.1:\(listener.port)", username: machine.username, password: password.text)
    listener.start(
      "airlock.screen",
      accept: { client in
        let visit = ScreenVisit(
          socket: client, machine: machine, password: password, rules: rules, register: register)
        guard register.add(visit) else { return visit.turnAway() }
        OwnThread.start("airlock.viewer") {
          visit.serve()
          register.remove(visit)
        }
      })
  }

  deinit { close() }

  /// Lets nobody in any more; who is in is cut off with the register.
  func close() { listener.close() }
}
