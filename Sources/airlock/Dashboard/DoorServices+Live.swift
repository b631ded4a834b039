import BuildClient
import BuildModel
import BuildRunner
import Dashboard
import DashboardRuntime
import Foundation
import Workstation

extension DoorServices {
  /// What goes on between this computer and machines, mostly by commands of our own.
  ///
  /// - Parameter client: a client of the service that a build is of.
  static func live(
    client: @escaping @Sendable (Build) async throws -> BuildClient
  ) -> DoorServices {
    let environment = ProcessInfo.processInfo.environment
    let stay = StayAssistant(client: client)
    return DoorServices(
      findTools: { Tools.here(environment) },
      launch: { build, launch in
        do {
          switch launch {
          case .editor(let editor):
            try await OwnCommand(
              ["code", build.slug.rawValue, "--editor", editor.id], client(build)
            )
            .run()
          case .viewer:
            try await OwnCommand(["screen", build.slug.rawValue], client(build)).run()
          }
          return nil
        } catch { return ProgramError(error).description }
      },
      planStay: { build, seconds in try await toldAtDoor { try await stay.plan(build, seconds) } },
      writeStay: { build, outline in
        try await toldAtDoor { try await stay.write(build, outline) }
      },
      rescue: { build, paths in
        try await toldAtDoor {
          let folder = try RescueFolder.make(for: build, environment: environment)
          try await OwnCommand(
            ["get", build.slug.rawValue, "--to", folder.path, "--"] + paths, client(build)
          ).run()
          return folder.path
        }
      },
      forward: { build, forward, opened in
        try await toldAtDoor {
          try await OwnCommand(
            ["ssh", build.slug.rawValue, "-L", forward.text, "--until-eof"], client(build)
          ).stay(opened)
        }
      })
  }
}

extension Tools {
  static func here(_ environment: [String: String]) -> Tools {
    let editors = Workstation.Editor.allCases.filter {
      ProgramSearch.path(of: $0.program, environment: environment) != nil
    }
    let viewer = ScreenViewer.find(environment: environment).map { viewer in
      switch viewer {
      case .tigerVNC: Tools.Viewer(name: "TigerVNC", asksForPassword: false)
      case .opener(let path):
        Tools.Viewer(
          name: path.hasSuffix("/open") ? "Screen Sharing" : "the viewer for vnc: addresses",
          asksForPassword: true)
      }
    }
    #if os(macOS)
      let system = System.macOS
    #else
      let system = System.linux
    #endif
    return Tools(
      editors: editors.map {
        Tools.Editor(id: $0.rawValue, name: $0.name, usesSystemSSH: $0.usesSystemSSH)
      }, viewer: viewer, system: system)
  }
}

/// Where fetched files go: a folder for each build in the person's home.
enum RescueFolder {
  static func make(for build: Build, environment: [String: String]) throws -> URL {
    let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
    let name = build.appTitle.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
    let folder = URL(filePath: home).appending(path: "airlock-files")
      .appending(path: "\(String(name))-\(build.number)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw ProgramError(
        .failed, "The folder \(folder.path) cannot be made: \(error.localizedDescription)")
    }
    return folder
  }
}

/// A command of this program that runs beside the dashboard, and ends with it.
struct OwnCommand {
  private let words: [String]

  init(_ words: [String], _ client: BuildClient) throws {
    // They are told by the environment, which no program of ours hands on.
    guard GivenTokens.all.isEmpty else {
      throw ProgramError(
        .failed,
        "This needs a connection that is kept: `airlock login` keeps one; a token of the"
          + " environment is handed to no other program.")
    }
    self.words = ["--connection", client.connection.name] + words
  }

  /// Runs it to its end.
  ///
  /// - Throws: its last word, where it fails.
  func run() async throws {
    let result = await ProgramRun.run(
      Executables.this, words, environment: ProcessInfo.processInfo.environment)
    guard result?.status == 0 else {
      throw ProgramError(
        .failed, Self.sentence(result?.complaint) ?? "airlock \(words[2]) failed without a word.")
    }
  }

  /// Lets it run until this task is cancelled; calls `opened` when it says so.
  func stay(_ opened: @escaping @Sendable () -> Void) async throws {
    let companion = try Companion(
      Executables.this, words, environment: ProcessInfo.processInfo.environment)
    let last = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
        let thread = Thread {
          var last = ""
          let status = companion.run { line in
            if line == "open" { opened() } else { last = line }
          }
          continuation.resume(returning: status == 0 ? nil : last)
        }
        thread.stackSize = 256 << 10
        thread.start()
      }
    } onCancel: {
      companion.end()
    }
    try Task.checkCancellation()
    if let last { throw ProgramError(.failed, Self.sentence(last) ?? "The connection ended.") }
  }

  /// The last line that it wrote, in the words it had.
  private static func sentence(_ text: String?) -> String? {
    guard let line = text?.split(whereSeparator: \.isNewline).last else { return nil }
    let prefix = "airlock: "
    return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : String(line)
  }
}

/// Does something and says its failure in the dashboard's words.
private func toldAtDoor<Value: Sendable>(
  _ work: @Sendable () async throws -> Value
) async throws -> Value {
  do { return try await work() } catch let error as CancellationError { throw error } catch {
    throw ServiceFailure.refused(ProgramError(error).description)
  }
}
