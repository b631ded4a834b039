import BuildModel
import Dispatch
import Foundation
import Synchronization

/// Watches what a machine uses, where the kernel does not do it for us, and says so when it is
/// more than its stack allows.
///
/// A machine over its memory loses its largest process at once, as it would to the kernel.
final class LimitWatch: Sendable {
  /// The sentence about the first limit that was passed; nil once the machine has ended.
  let breach = Later<String?>()

  private let limits: MachineLimits
  private let agent: pid_t
  private let folders: [String]
  /// Where the kernel keeps memory, processes and processors; nil where we watch them.
  private let group: ControlGroup?
  private let over = DispatchSemaphore(value: 0)

  /// Nil where nothing is limited that has to be watched.
  init?(_ plan: MachinePlan, _ launch: AgentLaunch) {
    limits = plan.limits
    group = launch.group
    guard
      group != nil || limits.memory != nil || limits.disk != nil || limits.processes != nil
    else { return nil }
    agent = launch.innerProcess ?? launch.launcher.id
    folders = (MachineFiles.folderNames + [RangeDriver.scratchName])
      .map { "\(plan.folder)/\($0)" }
  }

  func start() {
    #if os(Linux)
      OwnThread.start("airlock.limits") { [self] in watchProcesses() }
      if limits.disk != nil { OwnThread.start("airlock.disk") { [self] in watchDisk() } }
    #endif
  }

  /// Has both threads end.
  func end() {
    breach.settle(nil)
    over.signal()
    group?.remove()
  }

  /// True once the machine has ended, at the latest after the given time.
  private func isOver(within milliseconds: Int) -> Bool {
    guard over.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
      return false
    }
    over.signal()
    return true
  }

  private func watchProcesses() {
    var pause = 20
    while !isOver(within: pause) {
      if let group {
        if let sentence = group.breach { breach.settle(sentence) }
        pause = 100
        continue
      }
      let tree = ProcessTree(below: agent)
      pause = 200
      if let memory = limits.memory { pause = min(pause, checkMemory(memory, tree)) }
      if let processes = limits.processes, tree.threads >= processes {
        breach.settle("The build reached its limit of \(processes) processes and threads.")
      }
    }
  }

  /// - Returns: the milliseconds that may go by until the next look: the less is left, the fewer.
  private func checkMemory(_ limit: Int, _ tree: ProcessTree) -> Int {
    // Seen through a program of the build's: the agent may show nobody what it sees.
    let viewer = tree.members.first?.process ?? agent
    let inFolders = ["/tmp", "/var/tmp", "/dev/shm"].reduce(0) {
      $0 + FolderSize.memory(of: "/proc/\(viewer)/root\($1)")
    }
    let coarse = tree.memory + inFolders
    if coarse > limit, tree.exactMemory() + inFolders > limit {
      breach.settle(
        "The build used more than its \(MachineLimits.bytes(limit)) of memory.")
      // Looked at just now and its parent is the machine's: the number is still its own.
      if let largest = tree.largest { kill(largest.process, SIGKILL) }
      return 5
    }
    // No program here fills more than a few gigabytes in a second.
    return min(200, max(5, (limit - coarse) / (4 << 20)))
  }

  /// A single file is bound by the kernel, so a build can be at its limit and never above.
  private func checkDisk() {
    guard let disk = limits.disk, FolderSize.bytes(in: folders) >= disk else { return }
    breach.settle("The build used more than its \(MachineLimits.bytes(disk)) of disk.")
  }

  /// Looks once more; waits on the calling thread, which must be ours.
  func look() -> String? {
    if let sentence = group?.breach { breach.settle(sentence) }
    checkDisk()
    return breach.known ?? nil
  }

  /// A look takes as long as there are files; nine tenths of the time nobody looks.
  private func watchDisk() {
    var pause = 200
    while !isOver(within: pause) {
      let start = DispatchTime.now()
      checkDisk()
      let took = Int((DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000)
      pause = max(500, took * 9)
    }
  }
}
