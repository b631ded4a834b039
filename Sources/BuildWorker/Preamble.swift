import BuildMachine
import BuildModel
import BuildRunner

/// The first lines of a build's log, one `key: value` each, as Bitrise's agent writes them.
struct Preamble {
  var order: BuildOrder
  var hostname: String
  var driver: MachineDrivers.Choice
  var network: MachineNetwork
  var source: SourceState
  /// What programs can draw on, in a few words; nil for nothing.
  var display: String?

  var text: String {
    var lines = ["host_name: \(hostname)", "stack_image_version: \(order.stack)"]
    if order.isRemote {
      // Word for word what Bitrise's log says: the dashboard knows it by this line.
      lines.append("warnings: [Remote Access:   Connection successfully initiated]")
    }
    switch driver.driver.isolation {
    case .isolated:
      lines.append("machine: \(driver.driver.name), isolated")
    case .notIsolated, .unknown:
      let reason = driver.fallbackReason.map { " \($0)" } ?? ""
      lines += [
        "machine: \(driver.driver.name) processes, not isolated: the build sees what this user"
          + " sees.\(reason)"
      ]
    }
    lines.append("network: \(networkWords)")
    if let display { lines.append("display: \(display)") }
    if let limits = order.definition?.limits?.words { lines.append("limits: \(limits)") }
    lines.append("source: \(source.remote), \(place)")
    if let commit { lines.append("commit: \(commit)") }
    lines += order.notes ?? []
    return lines.map(Self.plain).joined(separator: "\n") + "\n\n"
  }

  private var networkWords: String {
    switch network {
    case .host: "this computer's"
    case .nothing(let reason): "none." + (reason.map { " \($0)" } ?? "")
    case .userMode(let program, let remark):
      "user mode, by \(program): the world outside, without this computer's loopback."
        + (remark.map { " \($0)" } ?? "")
    }
  }

  private var place: String {
    let commit = "commit \(source.commitHash.prefix(10)) “\(subject)”"
    return source.branch.map { "branch \($0), \(commit)" } ?? commit
  }

  /// How the commit compares with that of the build that is run again.
  private var commit: String? {
    guard let original = order.original, let hash = original.commitHash else { return nil }
    return hash == source.commitHash
      ? "as in build #\(original.number)"
      : "changed since build #\(original.number), which ran \(hash.prefix(10))"
  }

  private var subject: Substring {
    source.commitMessage.prefix { !$0.isNewline }
  }

  private static func plain(_ line: String) -> String {
    String(line.map { $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
  }
}
