import ArgumentParser
import BuildModel
import Foundation
import Workstation

extension Editor: ExpressibleByArgument {}

struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code",
    abstract: "Open a build's source folder in an editor.",
    discussion: """
      VS Code, Cursor and Zed go through the connection that airlock makes first, so they ask for \
      no password; they use settings of their own for it, and yours stay as they are. JetBrains \
      Gateway speaks SSH itself and asks for the password, which `airlock copy BUILD password` has.

      airlock code 42
      airlock code 42 --editor zed
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Option(help: "Which editor; the first that is installed where left out.")
  var editor: Editor?

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    try runBlocking {
      let session = try await Session.open()
      let (_, build, access) = try await session.door(self.build)
      let opened = try EditorVisit(access, directories: session.directories).open(editor)
      let folder = access.sourceFolder ?? "/"
      if json {
        return try Output.json(
          ActOutput("code", build, ["editor": .text(opened.rawValue), "folder": .text(folder)]))
      }
      Output.line("\(opened.name) opens \(folder) of the machine.")
    }
  }
}

/// An editor's way into a machine: files and a connection that outlast this process.
struct EditorVisit {
  private let access: RemoteAccess
  private let folder: URL
  private let environment = ProcessInfo.processInfo.environment

  init(_ access: RemoteAccess, directories: Directories) {
    self.access = access
    folder = directories.state.appending(path: "editors")
  }

  /// Opens the source folder in an editor, and returns when its command does.
  ///
  /// - Returns: which.
  /// - Throws: one sentence where there is no editor, or no way into the machine.
  func open(_ wished: Editor?) throws -> Editor {
    guard let editor = wished ?? Editor.installed(environment: environment),
      let program = ProgramSearch.path(of: editor.program, environment: environment)
    else {
      let what = wished.map { "\($0.name) is not installed here" } ?? "There is no editor here"
      throw ProgramError(
        .failed,
        "\(what): none of the commands code, cursor, zed and jetbrains-gateway was found for it.")
    }
    try Directories.makePrivate(folder)
    removeOldFiles()
    let door = try SSHSession(access, files: folder, persistence: 600)
    defer { door.endHandover() }
    // The connection stays for the editor, and ten minutes after it has left.
    if editor.usesSystemSSH { try door.logIn() }
    let home = URL(filePath: door.configuration).deletingLastPathComponent()
      .appending(path: editor.rawValue)
    try editor.writeSettings(
      ssh: door.program, configuration: URL(filePath: door.configuration), alias: door.alias,
      home: home)
    let address = access.ssh.map { ($0.host, $0.port, $0.username) } ?? ("", 0, "")
    let status = try ForegroundProcess.run(
      program,
      editor.arguments(
        alias: door.alias, address: address, folder: access.sourceFolder ?? "/", home: home),
      environment: environment)
    guard status == 0 else {
      throw ProgramError(.failed, "\(program) ended with status \(status).")
    }
    return editor
  }

  /// Takes away what visits of yesterday left; no window is open for that long.
  private func removeOldFiles() {
    let keys: [URLResourceKey] = [.contentModificationDateKey]
    let files = FileManager.default
    for old in (try? files.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys)) ?? []
    {
      let changed = try? old.resourceValues(forKeys: Set(keys)).contentModificationDate
      if let changed, changed < Date().addingTimeInterval(-86_400) {
        try? files.removeItem(at: old)
      }
    }
  }
}
