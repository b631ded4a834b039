import Foundation
import TestSupport

/// An empty home in which one test uses airlock as a person would, with a service of its own.
final class AirlockHome: Sendable {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  let folder: TemporaryFolder

  private let driver: String?
  private let variables: [String: String]

  /// - Parameters:
  ///   - grace: what stands in the configuration, like `5s`.
  ///   - keepFailed: the same for the machines of failed builds.
  ///   - driver: the kind of machine; nil for what airlock chooses.
  ///   - variables: more of the environment, or others.
  init(
    grace: String, keepFailed: String = "0", driver: String? = nil,
    variables: [String: String] = [:]
  ) throws {
    self.driver = driver
    self.variables = variables
    folder = try TemporaryFolder()
    let configuration = folder.url.appending(path: ".config/airlock")
    try FileManager.default.createDirectory(at: configuration, withIntermediateDirectories: true)
    try Data("local: {grace: \(grace), keep_failed: \(keepFailed)}\n".utf8)
      .write(to: configuration.appending(path: "config.yaml"))
  }

  var environment: [String: String] {
    var all = [
      "HOME": folder.url.path,
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": "UTC",
      "TMPDIR": FileManager.default.temporaryDirectory.path,
    ]
    all["AIRLOCK_DRIVER"] = driver
    return all.merging(variables) { $1 }
  }

  var data: URL { folder.url.appending(path: ".local/share/airlock") }
  static func program() throws -> String { try BuiltProducts.path(of: "airlock") }

  /// - Parameter input: what the command reads from its standard input.
  @discardableResult
  func run(_ arguments: String..., in place: URL? = nil, input: String? = nil) throws -> Result {
    try run(arguments, in: place, input: input)
  }

  @discardableResult
  func run(_ arguments: [String], in place: URL? = nil, input: String? = nil) throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: try Self.program())
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = place ?? folder.url
    let output = folder.url.appending(path: "out-\(UUID().uuidString)")
    let errors = folder.url.appending(path: "err-\(UUID().uuidString)")
    for url in [output, errors] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    if let input {
      let file = folder.url.appending(path: "in-\(UUID().uuidString)")
      try Data(input.utf8).write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
    }
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  /// The JSON a command prints, as an object or array.
  func json<Value>(_ result: Result, as type: Value.Type = Value.self) throws -> Value {
    let any = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    guard let value = any as? Value else {
      throw Complaint("this is no \(type): \(result.output) \(result.errors)")
    }
    return value
  }

  /// Ends what the test began: windows, builds, service.
  func end() {
    guard
      let windows = try? json(try run("windows", "--json"), as: [[String: Any]].self),
      let builds = try? json(try run("builds", "--json"), as: [[String: Any]].self)
    else { return }
    let standing = builds.filter { $0["machine_kept_until"] is String }
    for machine in windows.compactMap({ $0["build_slug"] }) + standing.compactMap({ $0["slug"] }) {
      _ = try? run("close", machine as? String ?? "")
    }
    for build in builds where ["queued", "running"].contains(build["status"] as? String) {
      _ = try? run("abort", build["slug"] as? String ?? "")
    }
    _ = try? run("service", "stop")
  }

  var servicePID: Int32? { (record?["process"] as? Int).map(Int32.init) }

  func serviceAddress() throws -> String {
    guard let address = record?["url"] as? String else { throw Complaint("no service runs") }
    return address
  }

  private var record: [String: Any]? {
    guard let data = try? Data(contentsOf: data.appending(path: "service.json")) else { return nil }
    return try? JSONSerialization.jsonObject(with: data) as? [String: Any]
  }
}

struct Complaint: Error, CustomStringConvertible {
  let description: String
  init(_ sentence: String) { description = sentence }
}
