import Foundation

/// Tokens that came in the environment, taken out of it: no program that we start finds them there.
///
/// Those of a dashboard come to its commands as ``ChildSecrets``.
enum GivenTokens {
  static let bitrise = "BITRISE_TOKEN"
  static let airlock = "AIRLOCK_TOKEN"

  /// To be looked at first while there is only one thread, which is when they are taken.
  static let all: [String: String] = {
    var taken = ChildSecrets.given.tokens
    for name in [bitrise, airlock] {
      guard let place = getenv(name) else { continue }
      taken[name] = String(cString: place)
      // Where it stood, lists of processes would go on to show it.
      memset(place, 0, strlen(place))
      unsetenv(name)
    }
    return taken
  }()

  /// The environment as it came, to be looked at and never handed on.
  static var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging(all) { $1 }
  }
}
