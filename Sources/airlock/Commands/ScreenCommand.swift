import ArgumentParser
import BuildModel
import Foundation
import Synchronization
import Workstation

struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "See the screen of a build's machine, and work on it.",
    discussion: """
      Opens TigerVNC's viewer, which is given the password by a descriptor, or whatever opens \
      vnc: addresses, which asks for it. What you copy elsewhere stays out of the machine.

      airlock rebuild 42 --stack linux-desktop --remote-access --wait open && airlock screen 42
      """)

  @Argument(help: .build, completion: .builds)
  var build: String

  @Flag(help: "Print what was done as JSON.")
  var json = false

  func run() throws {
    let status = Mutex(Int32(0))
    try runBlocking {
      let session = try await Session.open()
      let (_, build, access) = try await session.door(self.build)
      let screen = try Self.screen(of: access)
      let environment = ProcessInfo.processInfo.environment
      guard let viewer = ScreenViewer.find(environment: environment) else {
        throw ProgramError(.failed, Self.byHand(screen, of: self.build))
      }
      if case .opener = viewer, !json {
        Output.line(
          "The viewer asks for a password; `airlock copy \(self.build) screen-password` has it.")
      }
      let ended = try viewer.show(screen, environment: environment)
      status.withLock { $0 = ended }
      if json {
        try Output.json(
          ActOutput(
            "screen", build,
            ["address": .text(screen.address), "exit_status": .number(Int(ended))]))
      }
    }
    let ended = status.withLock { $0 }
    if ended != 0 { throw ExitCode(ended) }
  }

  /// - Throws: one sentence where there is no screen to see.
  static func screen(of access: RemoteAccess) throws -> ScreenShareCredentials {
    if case .closed(let reason, let at) = access.state {
      throw ProgramError(
        .failed, "The window closed at \(WindowText.hour(at)). \(reason.sentence)")
    }
    if let screen = access.screenShare { return screen }
    throw ProgramError(
      .failed, access.screenShareUnavailable ?? "The machine is not open yet.")
  }

  /// What to do where this computer has no viewer.
  static func byHand(_ screen: ScreenShareCredentials, of build: String) -> String {
    """
    There is no VNC viewer here, or no screen of your own to show it on. Install \
    tigervnc-viewer, or open vnc://\(screen.address) with any viewer; \
    `airlock copy \(build) screen-password` has the password. From another computer, where \
    `airlock ssh \(build) -L 5901:localhost:5901 --stay` runs, open vnc://localhost:5901; \
    that way asks for no password.
    """
  }
}
