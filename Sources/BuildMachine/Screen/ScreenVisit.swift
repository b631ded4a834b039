import BuildModel
import Foundation

/// One viewer at a machine's screen, from its first byte to its last; runs on a thread of its own.
final class ScreenVisit: DoorGuest {
  let visitor: Visitor
  private let line: ScreenLine
  private let machine: any Machine
  private let password: Password
  private let rules: DoorRules
  private let register: DoorRegister

  /// - Parameter socket: taken over.
  init(
    socket: Int32, machine: any Machine, password: Password, rules: DoorRules,
    register: DoorRegister
  ) {
    visitor = Visitor(peerOf: socket, isAtScreen: true)
    line = ScreenLine(socket)
    self.machine = machine
    self.password = password
    self.rules = rules
    self.register = register
  }

  func cut() { line.cut() }

  /// VNC has no words for it.
  func announce(_ text: String) {}

  /// Instead of `serve`: ends with a viewer that cannot be served.
  func turnAway() { line.close() }

  /// Serves the viewer until it has left or is cut off.
  func serve() {
    defer { line.close() }
    let deadline = ContinuousClock.now + rules.loginLimit
    guard let greeting = ScreenGreeting.exchange(on: line, until: deadline),
      let isRight = greeting.asks(for: password, on: line, until: deadline)
    else { return }
    guard isRight, !register.shutsOut(self) else {
      register.refuse(self)
      // Only this viewer waits; whoever closes the door ends the wait as well.
      line.wait(rules.wrongPasswordDelay)
      return greeting.refuse(on: line, "The password is wrong.")
    }
    guard let screen = connect() else {
      return greeting.refuse(on: line, "The machine's screen does not answer.")
    }
    defer { screen.close() }
    greeting.admit(on: line)
    register.admit(self)
    ScreenLine.join(line, screen)
  }

  /// The machine's VNC server, once it has let us in; nil where it is not there.
  private func connect() -> ScreenLine? {
    let machine = machine
    let connected = OwnThread.wait(
      upTo: .seconds(3), late: { Foundation.close($0.descriptor) }
    ) {
      try await machine.connectToScreen()
    }
    guard let server = connected?.success else { return nil }
    let screen = ScreenLine(server.descriptor)
    guard
      ScreenGreeting.enter(screen, knowing: server.password, until: .now + .seconds(3))
    else {
      screen.close()
      return nil
    }
    return screen
  }
}
