import ArgumentParser
import BuildModel
import Foundation
import Workstation

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get",
    abstract: "Fetch files and folders from a build's machine.",
    discussion: """
      A path that does not begin with / counts from the source folder.

      airlock get 42 build/reports screenshots/*.png --to ./failed
      airlock get 42 core.dump --before-close 1m    # waits, and fetches when a minute is left
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Argument(help: "Paths in the machine; its shell's patterns work when they are quoted.")
  var paths: [String]

  @Option(help: "Where to put them.")
  var to = "."

  @Flag(help: "Print what was done as JSON.")
  var json = false

  @Option(help: "Wait until the machine has only so long to go, like 1m, and fetch them then.")
  var beforeClose: String?

  func validate() throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: to, isDirectory: &isFolder)
    _ = try beforeClose.map { try TimeSpan.wholeSeconds($0, "--before-close") }
    if paths.count > 1, !exists || !isFolder.boolValue {
      throw ValidationError("\(to) must be a folder to take \(paths.count) files.")
    }
  }

  func run() throws {
    if let beforeClose {
      try awaitLast(TimeInterval(try TimeSpan.wholeSeconds(beforeClose, "--before-close")))
    }
    try transfer(build, telling: json ? "get" : nil) { [paths, to] access in
      .get(paths.map { TransferPath.inside($0, access) }, to: TransferPath.here(to))
    }
  }
}

extension GetCommand {
  /// Waits until a machine has only so many seconds to go, whatever is added to its time.
  private func awaitLast(_ seconds: TimeInterval) throws {
    try runBlocking {
      let session = try await Session.open()
      let (app, build, _) = try await session.door(self.build)
      while true {
        let access = try await session.client.access(app.slug, build.slug)
        if access.state.isClosed { return }
        var pause = 5.0
        if case .closing(let deadline) = access.state {
          let rest = deadline.timeIntervalSince(access.serverTime) - seconds
          guard rest > 0 else { return }
          // The deadline may be moved meanwhile, in either direction.
          pause = min(pause, rest)
        }
        try await Task.sleep(for: .seconds(pause))
      }
    }
  }
}

struct PutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put",
    abstract: "Bring files and folders into a build's machine.",
    discussion: """
      A path that does not begin with / counts from the source folder.

      airlock put 42 fixed.sh
      airlock put 42 fixtures/ --to /tmp
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Argument(help: "Files and folders of this computer.")
  var files: [String]

  @Option(help: "Where to put them in the machine; its source folder where left out.")
  var to = ""

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    for file in files where !FileManager.default.fileExists(atPath: file) {
      throw ValidationError("There is no file \(file) here.")
    }
    try transfer(build, telling: json ? "put" : nil) { access in
      .put(files.map(TransferPath.here), to: TransferPath.inside(to, access))
    }
  }
}

extension ParsableCommand {
  /// Copies between this computer and a machine, in the way that the machine knows.
  ///
  /// - Parameter direction: what is copied where, from the way in.
  fileprivate func transfer(
    _ build: String, telling act: String?,
    _ direction: @escaping @Sendable (RemoteAccess) -> TransferWay.Direction
  ) throws {
    try throughDoor(of: build, loggingInFirst: true, telling: act) { access, door in
      guard
        let scp = ProgramSearch.path(of: "scp", environment: door.environment)
      else {
        throw ProgramError(.failed, "There is no scp on this computer; install openssh-client.")
      }
      return TransferWay.find(door).words(
        direction(access), ssh: door.program, scp: scp, configuration: door.configuration,
        alias: door.alias, folder: access.sourceFolder ?? ".")
    }
  }
}

/// Which of two computers a path is meant for.
enum TransferPath {
  /// A path in the machine, made one that counts from the source folder.
  static func inside(_ path: String, _ access: RemoteAccess) -> String {
    guard !path.hasPrefix("/"), let folder = access.sourceFolder else { return path }
    return path.isEmpty ? folder : "\(folder)/\(path)"
  }

  /// A path of this computer, which `scp` shall not take for a host's.
  static func here(_ path: String) -> String {
    path.hasPrefix("/") || path.hasPrefix("./") || path.hasPrefix("../") ? path : "./\(path)"
  }
}
