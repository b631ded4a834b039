/// Turns what slirp4netns prints when it fails into one sentence that says what to do.
enum NetworkComplaint {
  static let missing =
    "The program \(UserModeNetwork.program) is missing: install the package "
    + "\(UserModeNetwork.program)."

  static func sentence(for complaint: String) -> String {
    if complaint.contains("/dev/net/tun") {
      return complaint.contains("No such")
        ? "There is no /dev/net/tun: load the kernel module tun."
        : "/dev/net/tun cannot be opened by this user: give it the mode 0666."
    }
    let lines = complaint.split(separator: "\n").filter { !$0.hasPrefix("WARNING:") }
    let reason = lines.first.map(String.init) ?? "it told no reason"
    return "\(UserModeNetwork.program) failed: \(reason)."
  }
}
