import Dispatch

/// How patient a door is.
package struct DoorRules: Sendable {
  /// A client that has not logged in after this long is thrown out.
  package var loginLimit: Duration = .seconds(60)
  package var passwordTries = 6
  /// How long a wrong password waits for its answer.
  package var wrongPasswordDelay: Duration = .milliseconds(300)
  /// How many may be at the door at once without being in.
  package var strangers = 100

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
