import ArgumentParser
import BuildMachine
import BuildModel
import Foundation

struct StackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stack",
    abstract: "Root directories for machines with sudo, on the service's computer.",
    discussion: """
      A stack with the driver uid-range shows its machines an unpacked root directory. The one \
      called linux-sudo is offered to builds without any configuration.

      mmdebstrap --variant=minbase --include=git,sudo,ca-certificates bookworm root.tar
      airlock stack unpack root.tar linux-sudo
      """,
    subcommands: [Unpack.self, Remove.self])

  struct Unpack: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Unpack a root directory's archive.")

    @Argument(help: "An archive that tar can read.")
    var archive: String

    @Argument(help: "What to call it.")
    var name: String

    @Option(help: "The data folder of the service, where it is not your own.")
    var data: String?

    func run() throws {
      let root = try RootFolders(data: data).root(name)
      try StackCommand.reporting { try root.unpack(archive) }
      Output.line(root.path)
      Output.line(
        name == StackDefaults.sudo.name.rawValue
          ? "Builds can ask for the stack \(name) once the service has been started anew."
          : "Name it as the `root` of a stack with `driver: uid-range`.")
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a root directory.")

    @Argument(help: "What it is called.")
    var name: String

    @Option(help: "The data folder of the service, where it is not your own.")
    var data: String?

    func run() throws {
      let root = try RootFolders(data: data).root(name)
      guard FileManager.default.fileExists(atPath: root.path) else {
        throw ProgramError(.noSuchThing, "There is no root directory \(root.path).")
      }
      try StackCommand.reporting { try root.remove() }
      Output.line("\(root.path) is removed.")
    }
  }

  /// A machine's complaint is a sentence for the person who asked.
  fileprivate static func reporting(_ work: () throws -> Void) throws {
    do { try work() } catch let error as MachineError {
      throw ProgramError(.failed, error.sentence)
    }
  }
}

/// Where the root directories lie that were unpacked here.
struct RootFolders {
  let folder: URL

  init(data: String?) {
    folder = (data.map { URL(filePath: $0).standardizedFileURL } ?? Directories.current.data)
      .appending(path: "roots")
  }

  func root(_ name: String) throws -> RootDirectory {
    guard StackSettings.isName(name), name.first != "." else {
      throw ProgramError(.failed, "A root directory's name has letters, digits, dots and dashes.")
    }
    return RootDirectory(path: folder.appending(path: name).path)
  }
}
