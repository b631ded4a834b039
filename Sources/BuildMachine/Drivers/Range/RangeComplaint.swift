/// Turns what the agent prints when it cannot make a machine into one sentence.
enum RangeComplaint {
  static func sentence(for complaint: String) -> String {
    if complaint.contains("namespaces are refused") {
      return "The kernel refuses namespaces here: set the sysctl"
        + " kernel.unprivileged_userns_clone to 1, and in a container see its security options."
    }
    if complaint.contains("uid range") || complaint.contains("gid range") {
      return "This user's range is not one that newuidmap allows: look at /etc/subuid and"
        + " /etc/subgid."
    }
    let line = complaint.split(separator: "\n").last.map(String.init) ?? "it told no reason"
    return "The machine cannot be made: \(line)."
  }
}
