import ArgumentParser
import BuildServer
import Foundation

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy all that the build service keeps, while it runs.",
    discussion: """
      Makes a folder of its own in DIR for each backup, named for its time, that \
      `airlock serve --data DIR/NAME` can start from: the database as it was at one moment, logs \
      and artifacts of its builds, and the service's keys. Files that are in the backup before \
      and have not changed are shared with it and take no room; any backup can be removed without \
      harm to the others. Builds that run are in it as lost.
      """)

  @Argument(help: ArgumentHelp("The folder that holds the backups.", valueName: "dir"))
  var folder: String

  @Option(help: "The service's data folder.")
  var data: String?

  func run() throws {
    umask(0o077)
    try runBlocking {
      let data = self.data.map { URL(filePath: $0).standardizedFileURL } ?? Directories.current.data
      let result = try await Backup(of: data, in: URL(filePath: folder).standardizedFileURL)
        .make(at: Date())
      let all = result.bytes.formatted(.byteCount(style: .file))
      let new = result.newBytes.formatted(.byteCount(style: .file))
      Output.line("\(result.folder.path): \(result.builds) builds, \(all), of it new \(new)")
    }
  }
}
