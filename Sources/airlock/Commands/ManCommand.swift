import ArgumentParser

struct ManCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man", abstract: "Print the manual page.",
    discussion: """
      airlock man | man -l -
      airlock man > /usr/local/share/man/man1/airlock.1
      """)

  func run() throws {
    let page = try ManualPage(
      help: AirlockCommand._dumpHelp(), version: AirlockCommand.configuration.version)
    // Its escapes are roff's, for a program to read.
    Output.write(page.text, to: 1)
  }
}
