import ArgumentParser
import BuildClient
import BuildModel
import CursesTerminal
import Dashboard
import DashboardRuntime
import Foundation
import TerminalSurface
import Theming
import Workstation

struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Open the dashboard; the default.", shouldDisplay: false)

  @Flag(help: "Speak in lines, for screen readers: no drawing, changes are told, commands typed.")
  var plain = false

  func run() throws {
    if plain || Self.isDumb {
      let status = try MainActor.assumeIsolated { try Self.speak() }
      if status != 0 { throw ExitCode(status) }
      return
    }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      return try runBlocking {
        let session = try await Session.open()
        try await session.addSampleIfEmpty()
        try await BuildsCommand.list(session, limit: 50, json: false)
      }
    }
    let status = try MainActor.assumeIsolated { try Self.show() }
    if status != 0 { throw ExitCode(status) }
  }

  @MainActor
  private static func show() throws -> Int32 {
    do {
      let environment = ProcessInfo.processInfo.environment
      let directories = Directories(environment: environment)
      let settings = try Settings.load(from: directories.configuration)
      let background = environment["COLORFGBG"].flatMap(Background.init(colorFGBG:)) ?? .dark
      let theme = try Looks.theme(
        settings.theme, settings, background, ThemeShelf(directories))
      try Directories.makePrivate(directories.state)
      try Directories.makePrivate(directories.cache)
      return try open(environment, directories, settings, theme, background)
    } catch {
      let error = ProgramError(error)
      Output.error("airlock: \(error.description)")
      return error.status.rawValue
    }
  }

  @MainActor
  private static func open(
    _ environment: [String: String], _ directories: Directories, _ settings: Settings,
    _ theme: Theme, _ background: Background
  ) throws -> Int32 {
    let connections = try ConnectionBook(
      directories: directories, environment: GivenTokens.environment)
    // A name that is unknown is told before there is a screen.
    let name = try connections.chosen()?.name ?? SavedConnection.local
    let loop = try EventLoop(escapeDelay: environment["ESCDELAY"].flatMap { Int($0) })
    let terminal = try CursesTerminal(
      TerminalOptions(
        environment: environment, cacheFolder: directories.cache.path, mouse: settings.mouse,
        errorFile: directories.state.appending(path: "dashboard.log").path))
    NetworkThreads.takeTasks()
    let mailbox = Mailbox<DashboardLoop.Message>()
    let attention = Attention()
    let services = services(
      name, connections, directories, settings, environment, mailbox, attention)
    let shelf = ThemeShelf(directories)
    // A folder that is not there cannot be watched.
    try Directories.makePrivate(directories.configuration)
    try Directories.makePrivate(shelf.folder)
    var state = Dashboard.State(
      connectionName: name, size: terminal.size, now: Date(), timeZone: .current,
      keymap: settings.keymap,
      themes: Dashboard.ThemeChoice(names: shelf.names, current: settings.theme))
    state.rescuePaths = settings.rescue
    let watch = FolderWatch([directories.configuration.path, shelf.folder.path]) {
      mailbox.post(.configurationChanged)
    }
    let store = Store(state: state, services: services) { mailbox.post(.post($0)) }
    return DashboardLoop(
      loop: loop, terminal: terminal, store: store, mailbox: mailbox,
      looks: Looks(
        directories: directories, theme: theme, settings: settings, background: background,
        watch: watch),
      visits: MachineVisits(
        directories: directories, connect: settings.connect, environment: environment,
        greet: services.door.greet),
      fileShow: FileShow(environment: environment), attention: attention,
      desktop: DesktopNotification(environment: environment)
    ).run()
  }
}
