/// Turns what bubblewrap prints when it fails into one sentence that says what to do.
enum BubblewrapComplaint {
  static let missing = "The program bwrap is missing: install the package bubblewrap."

  private struct Cause {
    var words: [String]
    var sentence: String
  }

  /// Each was met on a real system; the words are bubblewrap's own.
  private static let causes = [
    Cause(
      words: ["max_*_namespaces exceeded", "nesting depth"],
      sentence: "The kernel allows no more user namespaces: raise the sysctl "
        + "user.max_user_namespaces."),
    Cause(
      words: ["setting up uid map: Permission denied", "Failed RTM_NEWADDR"],
      sentence: "AppArmor keeps bubblewrap from its namespaces: give /usr/bin/bwrap a profile "
        + "with `userns,`, or set the sysctl kernel.apparmor_restrict_unprivileged_userns to 0."),
    Cause(
      words: ["No permissions to create new namespace", "Creating new namespace failed"],
      sentence: "The kernel refuses namespaces here: set the sysctl "
        + "kernel.unprivileged_userns_clone to 1, or start the container with "
        + "--security-opt seccomp=unconfined --security-opt systempaths=unconfined."),
    Cause(
      words: ["Can't mount proc"],
      sentence: "The container hides parts of /proc: start it with "
        + "--security-opt systempaths=unconfined."),
    Cause(
      words: ["pivot_root: Operation not permitted", "Failed to make / slave"],
      sentence: "The container forbids mounts: start it with --security-opt seccomp=unconfined "
        + "--security-opt systempaths=unconfined."),
  ]

  static func sentence(for complaint: String) -> String {
    let known = causes.first { cause in cause.words.contains { complaint.contains($0) } }
    if let known { return known.sentence }
    let lastLine = complaint.split(separator: "\n").last.map(String.init)
    return "Bubblewrap failed: \(lastLine ?? "it told no reason")."
  }
}
