import ArgumentParser
import BuildMachine
import CResidentMemory
import Foundation
import Workstation

/// The program: one binary for the dashboard, the commands, the service, and `ssh`'s question.
@main
enum Airlock {
  static func main() {
    cresident_memory_begin()
    MemoryImage.forbid()
    signal(SIGPIPE, SIG_IGN)
    _ = GivenTokens.all
    // ssh runs us to ask for the password; nothing else may happen in that life.
    if let socket = ProcessInfo.processInfo.environment[PasswordHandover.variable] {
      exit(
        PasswordHandover.answer(
          socket: socket, prompt: CommandLine.arguments.dropFirst().joined(separator: " ")))
    }
    if let order = ProcessInfo.processInfo.environment[ClipboardErasure.variable] {
      return SecretOnClipboard.waitAndErase(order)
    }
    do {
      let words = try ConnectionOption.take(from: Array(CommandLine.arguments.dropFirst()))
      if let name = words.name { setenv(ConnectionOption.variable, name, 1) }
      if let script = CompletionScript(words.rest) { return print(script.text) }
      // Laying out all the commands takes as long as the first picture: it is not needed for the
      // one that no word asks for.
      words.rest.isEmpty ? DashboardCommand.main([]) : AirlockCommand.main(words.rest)
    } catch {
      Output.error("airlock: \(error)")
      exit(ExitCode.validationFailure.rawValue)
    }
  }
}

struct AirlockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "airlock",
    abstract: "From a failed build to a shell inside its machine.",
    discussion: """
      Without a command, airlock opens the dashboard, or prints the builds as a table where its \
      output is not a terminal. BUILD is a build's number, app#number or slug.

      airlock rebuild 42 --remote-access --wait open && airlock ssh 42

      `airlock --plain` is the dashboard in lines, for screen readers: it tells what changes, takes \
      commands.

      --connection NAME, anywhere, uses another service than the one in use.
      """,
    version: "0.1.0",
    subcommands: [
      BuildsCommand.self, ShowCommand.self, LogCommand.self, RunCommand.self,
      RebuildCommand.self, AbortCommand.self, HoldCommand.self, ReleaseCommand.self,
      AccessCommand.self, SSHCommand.self, ScreenCommand.self, CodeCommand.self, GetCommand.self,
      PutCommand.self, CopyCommand.self,
      WaitCommand.self, WindowsCommand.self, ExtendCommand.self, StayCommand.self,
      CloseCommand.self,
      AppCommand.self, ServiceCommand.self, ServeCommand.self, BackupCommand.self,
      DashboardCommand.self, LoginCommand.self, LogoutCommand.self, ConnectionCommand.self,
      UserCommand.self, TokenCommand.self, KeyCommand.self, SecretCommand.self, AuditCommand.self,
      StackCommand.self, DoctorCommand.self, CaseCommand.self, ConfigCommand.self, ManCommand.self,
    ],
    defaultSubcommand: DashboardCommand.self)
}
