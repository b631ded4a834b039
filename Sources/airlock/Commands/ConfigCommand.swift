import ArgumentParser
import Foundation
import Theming

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Write and check the configuration.",
    subcommands: [ConfigInitCommand.self, ConfigCheckCommand.self])
}

struct ConfigInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a configuration in which everything is explained.",
    discussion: """
      Every setting stands in it with its default, behind a comment sign: what is taken out of \
      the comments counts. A file that is there already is left alone.
      """)

  func run() throws {
    try runBlocking {
      let folder = Directories.current.configuration
      let file = folder.appending(path: "config.yaml")
      try Directories.makePrivate(folder)
      do {
        try Data(ConfigurationTemplate.text.utf8).write(to: file, options: .withoutOverwriting)
      } catch {
        guard FileManager.default.fileExists(atPath: file.path) else {
          throw ProgramError(
            .failed, "\(file.path) cannot be written: \(error.localizedDescription)")
        }
        throw ProgramError(
          .failed,
          "\(file.path) is there already and was left alone; `airlock config check` reads it.")
      }
      Output.line("Wrote \(file.path). An open dashboard takes over what you change in it.")
    }
  }
}

struct ConfigCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong with the configuration, and where.",
    discussion: "Reads the configuration and every theme of your own; ends with 78 for a mistake.")

  @Argument(help: "Another file than the configuration in use.")
  var file: String?

  func run() throws {
    try runBlocking {
      var directories = Directories.current
      var mistakes: [String] = []
      var read: [String] = []
      func attempt(_ name: String, _ work: () throws -> Void) {
        do {
          try work()
          read.append(name)
        } catch {
          mistakes.append(ProgramError(error).description)
        }
      }
      let url =
        file.map { URL(filePath: $0).standardizedFileURL }
        ?? directories.configuration.appending(path: "config.yaml")
      if file != nil { directories.configuration = url.deletingLastPathComponent() }
      let shelf = ThemeShelf(directories)
      guard FileManager.default.fileExists(atPath: url.path) else {
        let advice =
          file == nil ? " The defaults are in force; `airlock config init` writes them down." : ""
        throw ProgramError(
          file == nil ? .failed : .noSuchThing, "There is no \(url.path).\(advice)")
      }
      attempt(url.path) {
        let settings = try Settings(reading: url)
        for name in settings.wantedThemes { _ = try shelf.theme(name) }
      }
      for name in shelf.ownNames {
        attempt(shelf.folder.appending(path: "\(name).yaml").path) { _ = try shelf.theme(name) }
      }
      for name in read { Output.line("\(name): nothing is wrong") }
      for mistake in mistakes { Output.error("airlock: \(mistake)") }
      if !mistakes.isEmpty { throw ExitCode(ProgramError.Status.badConfiguration.rawValue) }
    }
  }
}
