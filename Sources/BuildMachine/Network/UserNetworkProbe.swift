import Foundation

/// Whether machines can have a network in user mode, as far as that can be said without one.
package enum UserNetworkProbe {
  /// - Returns: nil where nothing stands in the way, else one sentence.
  package static func complaint(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    guard ExecutableSearch.find(UserModeNetwork.program, in: environment["PATH"]) != nil else {
      return NetworkComplaint.missing
    }
    let tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC)
    guard tun < 0 else {
      close(tun)
      return nil
    }
    return NetworkComplaint.sentence(for: "/dev/net/tun \(String(cString: strerror(errno)))")
  }
}
