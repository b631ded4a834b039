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

  /// `linux` is always there: without isolation it runs plain processes and says so.
  ///
  /// - Parameter data: the service's data folder, where root directories were unpacked.
  static func workingHere(
    data: URL, environment: [String: String] = ProcessInfo.processInfo.environment
  ) async -> [Stack] {
    guard let sudo = sudoStack(data: data) else { return [linux] }
    let driver = MachineDrivers.driver(.uidRange, environment: environment)
    return await driver.probe(sudo) == nil ? [linux, sudo] : [linux]
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
