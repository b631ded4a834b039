import BuildModel
import Foundation

/// A control group (version 2) for one machine, where the kernel keeps its limits.
///
/// It lies beside the one that our service has put itself and its workers into; see
/// `ControlGroupPlace`.
struct ControlGroup: Sendable {
  let folder: String
  private let limits: MachineLimits

  /// Makes it with its limits.
  ///
  /// - Returns: nil where no place was given to us, or a limit is refused there; then the machine
  ///   is watched instead.
  init?(_ limits: MachineLimits, in place: ControlGroupPlace? = .ours()) {
    guard let place, limits.memory != nil || limits.processes != nil || limits.processors != nil
    else { return nil }
    self.limits = limits
    folder = "\(place.folder)/\(ControlGroupPlace.machinePrefix)\(UUID().uuidString.lowercased())"
    guard mkdir(folder, 0o755) == 0 else { return nil }
    guard Self.settings(of: limits).allSatisfy({ write($0.value, to: $0.file) }) else {
      remove()
      return nil
    }
    // Memory that is moved to disk is no less used; kernels without swap have no such file.
    if limits.memory != nil { _ = write("0", to: "memory.swap.max") }
  }

  private static func settings(of limits: MachineLimits) -> [(file: String, value: String)] {
    var settings: [(file: String, value: String)] = []
    if let memory = limits.memory { settings.append(("memory.max", "\(memory)")) }
    // The agent counts as well.
    if let processes = limits.processes { settings.append(("pids.max", "\(processes + 1)")) }
    if let processors = limits.processors {
      settings.append(("cpu.max", "\(Int(processors * 100_000)) 100000"))
    }
    return settings
  }

  /// A command that becomes this one in the group, from its first moment on.
  func entering(_ arguments: [String]) -> [String] { Self.entering(arguments, in: folder) }

  static func entering(_ arguments: [String], in folder: String) -> [String] {
    ["/bin/sh", "-c", #"echo $$ > "$0" && exec "$@""#, "\(folder)/cgroup.procs"] + arguments
  }

  /// What the kernel tells of limits that were passed; a sentence.
  var breach: String? { Self.breach(of: limits, in: folder) }

  static func breach(of limits: MachineLimits, in folder: String) -> String? {
    if let memory = limits.memory, count("oom_kill", in: "\(folder)/memory.events") > 0 {
      return "The build used more than its \(MachineLimits.bytes(memory)) of memory."
    }
    if let processes = limits.processes, count("max", in: "\(folder)/pids.events") > 0 {
      return "The build reached its limit of \(processes) processes and threads."
    }
    return nil
  }

  /// Ends what is left in it, and removes it; waits on the calling thread, which must be ours.
  func remove() {
    _ = write("1", to: "cgroup.kill")
    // Processes that were killed belong to it until the last of them has gone.
    var tries = 0
    while rmdir(folder) != 0, errno == EBUSY, tries < 100 {
      usleep(10_000)
      tries += 1
    }
  }

  private static func count(_ event: String, in file: String) -> Int {
    for line in ProcessTree.text(file).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == event { return Int(words[1]) ?? 0 }
    }
    return 0
  }

  private func write(_ value: String, to file: String) -> Bool {
    ControlGroupPlace.write(value, to: "\(folder)/\(file)")
  }
}
