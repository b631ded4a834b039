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
            try await OwnCommand("code", ["--editor", editor.id], build, client(build)).run()
          case .viewer:
            try await OwnCommand("screen", [], build, client(build)).run()
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
            "get", ["--to", folder.path, "--"] + paths, build, client(build)
          ).run()
          return folder.path
        }
      },
      forward: { build, forward, opened in
        try await toldAtDoor {
          try await OwnCommand(
            "ssh", ["-L", forward.text, "--until-eof"], build, client(build)
          ).stay(opened)
        }
      },
      greet: { build, access in
        guard access.estimate != nil, let client = try? await client(build) else { return "" }
        return await MachineGreeting(client: client).text(build, access)
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

/// Does something and says its failure in the dashboard's words.
private func toldAtDoor<Value: Sendable>(
  _ work: @Sendable () async throws -> Value
) async throws -> Value {
  do { return try await work() } catch let error as CancellationError { throw error } catch {
    throw ServiceFailure.refused(ProgramError(error).description)
  }
}
