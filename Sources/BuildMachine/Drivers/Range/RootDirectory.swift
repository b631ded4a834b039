import Foundation

/// An unpacked root directory that belongs to the users of machines.
package struct RootDirectory: Sendable {
  package let path: String
  private let agent: String

  /// - Parameter agent: the path of `airlock-agent`; nil for the one beside this program.
  package init(path: String, agent: String? = nil) {
    self.path = path
    self.agent = agent ?? RangeDriver.agentBesideUs
  }

  /// Unpacks an archive that `tar` can read into the folder, which is made.
  ///
  /// Waits on the calling thread.
  ///
  /// - Throws: `MachineError` where the folder is there already, or `tar` has complained.
  package func unpack(_ archive: String) throws {
    guard FileKind(of: path) == nil else {
      throw MachineError(
        .refused, "\(path) is there already: remove it first, or take another name.")
    }
    guard access(archive, R_OK) == 0 else {
      throw MachineError(.refused, "\(archive) cannot be read.")
    }
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    do {
      let script = #"chown 0:0 "$1" && tar -C "$1" -xpf "$2" --numeric-owner --exclude='./dev/*'"#
      try runAsRoot(["/bin/sh", "-c", script, "sh", path, archive], "unpack \(archive)")
    } catch {
      try remove()
      throw error
    }
  }

  /// Removes it with all that is in it; waits on the calling thread.
  package func remove() throws {
    try runAsRoot(["/bin/sh", "-c", #"rm -rf -- "$1"/* "$1"/.[!.]*"#, "sh", path], "empty \(path)")
    guard rmdir(path) == 0 else {
      throw MachineError(
        .refused, "\(path) cannot be removed: \(String(cString: strerror(errno))).")
    }
  }

  /// As this computer's root where we are that, since then it is mapped anew for each machine.
  private func runAsRoot(_ command: [String], _ act: String) throws {
    var arguments = command
    if geteuid() != 0 {
      let range = try UserRange.setAside(for: geteuid(), getegid(), name: NSUserName())
      arguments =
        [agent, "--as-root", "--uid-map", range.users, "--gid-map", range.groups]
        + (try RangeDriver.mappingPrograms(in: nil)) + ["--"] + command
    }
    let complaints = try OwnedPipe()
    Descriptors.makeNonBlocking(complaints.writing.number)
    let process = try LaunchedProcess.start(
      arguments: arguments, environment: ["PATH": MachineEnvironment.defaultPath],
      descriptors: [2: complaints.writing.number])
    complaints.writing.close()
    guard process.waitForEnding(upTo: .seconds(3600)) != .exited(0) else { return }
    let said = Descriptors.readAll(complaints.reading.number, patience: 100)
    let line = said.split(separator: "\n").first.map(String.init) ?? "no reason was told"
    throw MachineError(.refused, "Cannot \(act): \(line).")
  }
}
