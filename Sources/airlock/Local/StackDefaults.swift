import BuildMachine
import BuildModel
import Foundation

/// The stacks of a service that was told none: those whose machines can be made here.
enum StackDefaults {
  static let linux = Stack(
    name: .linux, title: "Linux", system: .linux, hasScreenShare: false)
  static let sudo = Stack(
    name: StackName(rawValue: "linux-sudo"), title: "Linux with sudo", system: .linux,
    hasScreenShare: false, driver: .uidRange)

  static let desktop = Stack(
    name: StackName(rawValue: "linux-desktop"), title: "Linux with a desktop", system: .linux,
    hasScreenShare: true, driver: .bubblewrap)

  /// `linux` is always there: without isolation it runs plain processes and says so.
  ///
  /// - Parameter data: the service's data folder, where root directories were unpacked.
  static func workingHere(
    data: URL, environment: [String: String] = ProcessInfo.processInfo.environment
  ) async -> [Stack] {
    var others: [Stack] = []
    if Desktop.isInstalled(environment) { others.append(desktop) }
    if let sudo = sudoStack(data: data) { others.append(sudo) }
    var working = [linux]
    for stack in others {
      guard let name = stack.driver else { continue }
      let driver = MachineDrivers.driver(name, environment: environment)
      if await driver.probe(stack) == nil { working.append(stack) }
    }
    return working
  }

  /// Nil where its root directory was not unpacked.
  static func sudoStack(data: URL) -> Stack? {
    var stack = sudo
    let root = data.appending(path: "roots").appending(path: sudo.name.rawValue)
    guard FileManager.default.fileExists(atPath: root.path) else { return nil }
    stack.root = root.path
    return stack
  }
}
