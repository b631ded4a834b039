import Dispatch

/// How patient a door is.
package struct DoorRules: Sendable {
  /// A client that has not logged in after this long is thrown out.
  package var loginLimit: Duration = .seconds(30)
  package var passwordTries = 6
  /// How long a wrong password waits for its answer.
  package var wrongPasswordDelay: Duration = .milliseconds(300)
  /// How many may be at the door at once without being in.
  package var strangers = 100
  /// After so many wrong passwords from one address within `failurePeriod`, no password from
  /// there is looked at for `lockout`; keys still are, since nobody can guess one.
  package var failuresOfOneAddress = 30
  package var failurePeriod: Duration = .seconds(60)
  package var lockout: Duration = .seconds(60)
  /// Channels of one client at once; more are refused.
  package var channels = 512
  /// The clock by which wrong passwords are counted.
  package var now: @Sendable () -> ContinuousClock.Instant = { .now }

  package init() {}
}

extension Duration {
  /// For `poll`, rounded up so that a wait is never too short.
  var milliseconds: Int32 {
    let (seconds, attoseconds) = components
    let fraction = attoseconds / 1_000_000_000_000_000
    return Int32(clamping: seconds * 1000 + fraction + 1)
  }
}
