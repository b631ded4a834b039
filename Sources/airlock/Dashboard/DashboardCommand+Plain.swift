import BuildClient
import CursesTerminal
import Dashboard
import DashboardRuntime
import Foundation
import TerminalSurface
import Workstation

extension DashboardCommand {
  /// Whether the terminal says of itself that it can do no more than lines.
  static var isDumb: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] == "dumb"
  }

  @MainActor
  static func speak() throws -> Int32 {
    do {
      let environment = ProcessInfo.processInfo.environment
      let directories = Directories(environment: environment)
      let settings = try Settings.load(from: directories.configuration)
      let connections = try ConnectionBook(
        directories: directories, environment: GivenTokens.environment)
      let name = try connections.chosen()?.name ?? SavedConnection.local
      let loop = try EventLoop()
      let mailbox = Mailbox<DashboardLoop.Message>()
      let store = Store(
        state: Dashboard.State(
          connectionName: name, size: Size(columns: 80, rows: 24), now: Date(),
          timeZone: .current),
        services: services(
          name, connections, directories, settings, environment, mailbox, Attention())
      ) { mailbox.post(.post($0)) }
      return PlainLoop(
        loop: loop, store: store, mailbox: mailbox, program: Executables.this
      ).run()
    } catch {
      let error = ProgramError(error)
      Output.error("airlock: \(error.description)")
      return error.status.rawValue
    }
  }

  static func services(
    _ name: String, _ connections: ConnectionBook, _ directories: Directories,
    _ settings: Settings, _ environment: [String: String],
    _ mailbox: Mailbox<DashboardLoop.Message>, _ attention: Attention
  ) -> Services {
    let service = LocalService(directories: directories)
    return Services.live(
      link: ServiceLink(service: service, settings: settings, attention: attention),
      service: service,
      others: OtherConnections(
        besides: name, connections, ServiceConnector(directories, environment: environment),
        service),
      clipboard: Clipboard(environment: environment), browser: Browser(environment: environment),
      attention: attention,
      terminal: { mailbox.post(.sequence($0)) })
  }
}
