import BuildModel
import Foundation
import Yams

/// Reads the `stacks` of a configuration; a mistake is told with its file, line and column.
struct StackSettings {
  private static let keys = [
    "title", "os", "driver", "image", "root", "network", "limits", "screen_share",
  ]

  private let name: String
  private var stack: Stack

  /// - Parameter file: what the configuration is called in complaints.
  static func stacks(_ node: Node, in file: String) throws -> [Stack] {
    guard let mapping = node.mapping, !mapping.isEmpty else {
      throw Settings.wrong(
        node, in: file, "`stacks` takes a mapping by name, like {linux: {network: none}}")
    }
    return try mapping.map { key, value in
      guard let name = key.string, isName(name) else {
        throw Settings.wrong(
          key, in: file, "the name of a stack has letters, digits, dots and dashes only")
      }
      var reading = StackSettings(name: file, stackName: name)
      try reading.read(value)
      return reading.stack
    }
  }

  private init(name: String, stackName: String) {
    self.name = name
    stack = Stack(
      name: StackName(rawValue: stackName), title: stackName, system: .linux,
      hasScreenShare: false)
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 64
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
  }

  private mutating func read(_ node: Node) throws {
    if node.null != nil { return }
    guard let mapping = node.mapping else {
      throw wrong(node, "the stack \(stack.name) takes a mapping, like {driver: bubblewrap}")
    }
    for (key, value) in mapping { try take(key, value) }
    if stack.driver == .tart && mapping["os"] == nil { stack.system = .macOS }
    if stack.driver == .tart && mapping["screen_share"] == nil { stack.hasScreenShare = true }
    try check(mapping, node)
  }

  private mutating func take(_ key: Node, _ value: Node) throws {
    let text = value.scalar?.string ?? ""
    switch key.string {
    case "title" where !text.isEmpty: stack.title = text
    case "title": throw wrong(value, "`title` takes a text")
    case "os": stack.system = try word(value, "os", [.linux, .macOS])
    case "driver": stack.driver = try word(value, "driver", DriverName.allCases)
    case "network": stack.network = try word(value, "network", NetworkMode.allCases)
    // A dash in front would be an option of the program that is given it.
    case "image" where !text.isEmpty && !text.hasPrefix("-"): stack.image = text
    case "image": throw wrong(value, "`image` takes the name of an image, like debian:12")
    case "root" where text.hasPrefix("/") && text.count > 1: stack.root = text
    case "root":
      throw wrong(value, "`root` takes the absolute path of an unpacked root directory")
    case "screen_share":
      guard let flag = value.bool else { throw wrong(value, "`screen_share` is true or false") }
      stack.hasScreenShare = flag
    case "limits": stack.limits = try LimitSettings.limits(value, in: name)
    default:
      throw wrong(
        key,
        "a stack has \(Self.keys.map { "`\($0)`" }.joined(separator: ", ")),"
          + " not `\(key.string ?? "?")`")
    }
  }

  /// What the parts of a stack have to say to each other.
  private func check(_ mapping: Node.Mapping, _ node: Node) throws {
    let driver = stack.driver.map { "the driver \($0.rawValue)" } ?? "a stack without a driver"
    let takesImage = stack.driver?.takesImage ?? false
    if takesImage, stack.image == nil {
      throw wrong(node, "\(driver) needs an `image` to make machines of")
    }
    if !takesImage, let image = mapping["image"] {
      throw wrong(image, "\(driver) takes no `image`; podman, docker and tart do")
    }
    if stack.driver?.takesRoot != true, let root = mapping["root"] {
      throw wrong(root, "\(driver) takes no `root`; bubblewrap and uid-range do")
    }
    if stack.hasScreenShare, let screen = mapping["screen_share"] {
      // Everybody on this computer would see it.
      guard stack.driver != .plain, stack.network != .host else {
        throw wrong(
          screen, "a screen to share needs isolated machines, and a network other than `host`")
      }
    }
    if stack.driver == .plain, let network = mapping["network"], stack.network != .host {
      throw wrong(network, "plain processes have this computer's network: say `host`, or nothing")
    }
  }

  private func word<Word: RawRepresentable<String>>(
    _ node: Node, _ key: String, _ words: [Word]
  ) throws -> Word {
    guard let word = node.scalar.flatMap({ Word(rawValue: $0.string) }) else {
      let choice = words.map(\.rawValue).joined(separator: ", ")
      throw wrong(node, "`\(key)` is one of \(choice)")
    }
    return word
  }

  private func wrong(_ node: Node, _ what: String) -> ProgramError {
    Settings.wrong(node, in: name, what)
  }
}

/// Reads the `limits` of a stack.
enum LimitSettings {
  static func limits(_ node: Node, in file: String) throws -> MachineLimits {
    guard let mapping = node.mapping else {
      throw Settings.wrong(node, in: file, "`limits` takes a mapping, like {memory: 2G, cpus: 2}")
    }
    var limits = MachineLimits()
    for (key, value) in mapping {
      let text = value.scalar?.string ?? ""
      switch key.string {
      case "memory": limits.memory = try bytes(text, "memory", atLeast: 16 << 20, value, file)
      case "disk": limits.disk = try bytes(text, "disk", atLeast: 1 << 20, value, file)
      case "cpus":
        guard let number = Double(text), number >= 0.01, number <= 4096 else {
          throw Settings.wrong(value, in: file, "`cpus` takes a number above 0, like 2 or 0.5")
        }
        limits.processors = number
      case "processes": limits.processes = try count(text, "processes", value, file)
      case "open_files": limits.openFiles = try count(text, "open_files", value, file)
      default:
        throw Settings.wrong(
          key, in: file,
          "the limits are `memory`, `cpus`, `processes`, `disk` and `open_files`,"
            + " not `\(key.string ?? "?")`")
      }
    }
    return limits
  }

  private static func bytes(
    _ text: String, _ key: String, atLeast least: Int, _ node: Node, _ file: String
  ) throws -> Int {
    guard let bytes = KeptBytes(argument: text)?.bytes, bytes >= least else {
      throw Settings.wrong(
        node, in: file,
        "`\(key)` takes bytes, like 2G or 500M, \(MachineLimits.bytes(least)) at least")
    }
    return bytes
  }

  /// A machine with fewer than these of anything could not even start.
  private static func count(
    _ text: String, _ key: String, _ node: Node, _ file: String
  ) throws -> Int {
    guard let count = Int(text), (16...10_000_000).contains(count) else {
      throw Settings.wrong(node, in: file, "`\(key)` takes a whole number of 16 or more")
    }
    return count
  }
}
