import Foundation

/// The control group that was delegated to our service.
///
/// A group with processes of its own can have no limited groups below it, so the service moves
/// itself into one below, and its machines' are made beside that.
package struct ControlGroupPlace: Sendable, Equatable {
  static let serviceName = "airlock-service"
  static let machinePrefix = "airlock-machine-"
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
    guard let own = ownFolder() else { return }
    // systemd's `DelegateSubgroup=` may have put us where we belong.
    let isAside = own.hasSuffix("/" + serviceName)
    let place = isAside ? String(own.dropLast(serviceName.count + 1)) : own
    guard access("\(place)/cgroup.procs", W_OK) == 0 else { return }
    let controllers = ProcessTree.text("\(place)/cgroup.controllers").split(
      whereSeparator: \.isWhitespace)
    guard controllers.contains("memory"), controllers.contains("pids") else { return }
    let leaf = "\(place)/\(serviceName)"
    if !isAside {
      guard mkdir(leaf, 0o755) == 0 || errno == EEXIST else { return }
      guard write("\(getpid())", to: "\(leaf)/cgroup.procs") else { return }
    }
    let wanted = ["memory", "pids", "cpu"].filter { controllers.contains($0[...]) }
    let order = wanted.map { "+\($0)" }.joined(separator: " ")
    if !write(order, to: "\(place)/cgroup.subtree_control"), !isAside {
      // Somebody else is in there: back to where we were, and machines are watched instead.
      _ = write("\(getpid())", to: "\(own)/cgroup.procs")
      rmdir(leaf)
      return
    }
    sweep(place)
  }

  /// Removes what workers that were killed have left; a group with processes in it stays.
  private static func sweep(_ folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(machinePrefix) { rmdir("\(folder)/\(name)") }
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
