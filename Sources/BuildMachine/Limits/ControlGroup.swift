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
    folder = "\(place.folder)/airlock-machine-\(UUID().uuidString.lowercased())"
    guard mkdir(folder, 0o755) == 0 else { return nil }
    guard Self.settings(of: limits).allSatisfy({ write($0.value, to: $0.file) }) else {
      remove()
      return nil
    }
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

  /// Ends what is left in it, and removes it.
  func remove() {
    _ = write("1", to: "cgroup.kill")
    rmdir(folder)
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

/// The control group that was delegated to our service.
///
/// A group with processes of its own can have no limited groups below it, so the service moves
/// itself into one below, and its machines' are made beside that.
package struct ControlGroupPlace: Sendable, Equatable {
  static let serviceName = "airlock-service"
  let folder: String

  /// The place of a worker whose service has prepared it; nil where none was delegated.
  static func ours() -> ControlGroupPlace? {
    guard let own = ownFolder(), own.hasSuffix("/" + serviceName) else { return nil }
    return ControlGroupPlace(folder: String(own.dropLast(serviceName.count + 1)))
  }

  /// Moves this process, which must have no others beside it, out of the way of its machines.
  ///
  /// Does nothing where no group was delegated to us, as without systemd's `Delegate=yes`.
  package static func prepare() {
    guard let own = ownFolder(), access("\(own)/cgroup.procs", W_OK) == 0 else { return }
    let controllers = ProcessTree.text("\(own)/cgroup.controllers").split(
      whereSeparator: \.isWhitespace)
    guard controllers.contains("memory"), controllers.contains("pids") else { return }
    let leaf = "\(own)/\(serviceName)"
    guard mkdir(leaf, 0o755) == 0 || errno == EEXIST else { return }
    guard write("\(getpid())", to: "\(leaf)/cgroup.procs") else { return }
    let wanted = ["memory", "pids", "cpu"].filter { controllers.contains($0[...]) }
    if !write(wanted.map { "+\($0)" }.joined(separator: " "), to: "\(own)/cgroup.subtree_control") {
      // Somebody else is in there: back to where we were, and machines are watched instead.
      _ = write("\(getpid())", to: "\(own)/cgroup.procs")
      rmdir(leaf)
    }
  }

  /// The folder of this process's own group; nil where version 2 is not mounted.
  private static func ownFolder() -> String? {
    let groups = ProcessTree.text("/proc/self/cgroup").split(separator: "\n")
    guard let path = groups.first(where: { $0.hasPrefix("0::") })?.dropFirst(3) else { return nil }
    for line in ProcessTree.text("/proc/self/mountinfo").split(separator: "\n") {
      let words = line.split(separator: " ")
      // Mounted with another root, the path would mean something else there.
      guard words.count > 5, words[3] == "/", line.contains(" - cgroup2 ") else { continue }
      return path == "/" ? String(words[4]) : "\(words[4])\(path)"
    }
    return nil
  }

  static func write(_ value: String, to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return Foundation.write(file, value, value.utf8.count) == value.utf8.count
  }
}
