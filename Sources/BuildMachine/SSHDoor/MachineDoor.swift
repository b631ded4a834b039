package import BuildModel

/// What happens at a door.
package enum DoorVisit: Sendable, Equatable {
  case entered(Visitor)
  case left(Visitor)
  /// Said the wrong name or password.
  case refused(Visitor)
  /// Said the wrong password so often that no password of their address is looked at for a while.
  case shutOut(Visitor, for: Duration)
}

/// What stands in front of one machine, and the only way in for people.
///
/// That is an SSH server, and beside it the way to the machine's screen where it has one.
///
/// Listens on loopback ports of the system's choice with a host key and passwords that exist only
/// for this machine and only in this process's memory.
package protocol MachineDoor: AnyObject, Sendable {
  /// With the password.
  var credentials: SSHCredentials { get }
  /// With the password; nil where there is no screen to see.
  var screen: ScreenShareCredentials? { get }
  /// How many people are logged in, each time the number changes.
  var connectionCounts: AsyncStream<Int> { get }
  /// Who comes, goes and is refused; ends when the door is closed.
  var visits: AsyncStream<DoorVisit> { get }
  /// Replaces what a session that starts from now on finds in its environment.
  func setEnvironment(_ environment: [String: String])
  /// Writes a line to the terminal of everybody inside who has one; pipes stay as they are.
  func announce(_ text: String)
  /// Stops listening and cuts every connection at once; the passwords are worthless afterwards.
  func close()
}
