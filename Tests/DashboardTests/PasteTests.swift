import BuildModel
import Foundation
import TerminalSurface
import Testing

@testable import Dashboard

/// A service whose machines are opened on a website: what is pasted of it.
@Suite struct PasteTests {
  private static let secret = "0123456789abcdef0123"
  private static let command = "ssh -o StrictHostKeyChecking=no vagrant@1.tcp.ngrok.io -p 12345"

  /// A build with remote access runs, and its credentials are not known.
  static func state(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    var state = Dashboard.State.withList(columns: columns, rows: rows)
    state.facts.connection.name = "bitrise"
    state.facts.service.offer = .pageOnly
    state.facts.service.pages = "https://app.bitrise.io/build/"
    let build = Scenes.build(3, .running, workflow: "checkout", minutesAgo: 1, isRemote: true)
    _ = Dashboard.update(&state, .rebuildAccepted(of: Scenes.failed, build))
    _ = Dashboard.update(&state, .accessLoaded(window(.open)))
    state.pass(0.2)
    return state
  }

  static func window(
    _ window: AccessWindow.State, _ estimate: WindowEstimate = .buildRuns,
    ssh: SSHCredentials? = nil
  ) -> RemoteAccess {
    RemoteAccess(
      build: Scenes.remote, state: window, grace: 600, serverTime: Scenes.start, ssh: ssh,
      screenShareUnavailable: "Bitrise shares the screens of macOS machines only.",
      sourceFolder: "/bitrise/src", estimate: estimate)
  }

  private func paste(_ state: inout Dashboard.State, _ text: String) {
    _ = Dashboard.update(&state, .input(.paste(text)))
  }

  private func press(_ state: inout Dashboard.State, _ key: Key) -> [Dashboard.Effect] {
    Dashboard.update(&state, .input(.key(key)))
  }

  private func dialog(_ state: Dashboard.State) -> Paste.State? {
    guard case .paste(let paste) = state.dialog else { return nil }
    return paste
  }

  @Test func `the pane opens by itself and says where the way in stands`() throws {
    let state = Self.state()
    #expect(state.pane?.kind == .ssh)
    let words = AccessPane.lines(state, columns: 76, isFramed: true).flatMap { $0 }.map(\.text)
      .joined(separator: " ")
    #expect(words.contains("o opens the page"))
    #expect(words.contains("paste"))
  }

  @Test func `the footer shows the key that opens the page`() {
    let labels = Footer.hints(Self.state(), columns: 78).map(\.label)
    #expect(labels.first == "page")
  }

  @Test func `keys that need the way in say where it is`() {
    let state = Self.state()
    for command in [Command.connect, .copy, .reveal] {
      #expect(state.availability(of: command).reason?.contains("stands on its page") == true)
    }
    #expect(state.availability(of: .openPage) == .enabled)
  }

  @Test func `keys that cannot work there say so before they are pressed`() {
    var state = Self.state()
    // No time can be added there, but a step that waits can be written.
    #expect(state.availability(of: .extend) == .enabled)
    #expect(state.availability(of: .hold).reason?.contains("website only") == true)
    let finished = Scenes.build(3, .failed, workflow: "checkout", minutesAgo: 1, isRemote: true)
    _ = Dashboard.update(&state, .buildChanged(finished))
    #expect(state.availability(of: .stop).reason?.contains("closes the machine by itself") == true)
  }

  @Test func `where nobody tells who is inside, no machine is called forgotten`() {
    var state = Self.state()
    state.pass(3000)
    #expect(state.notice?.text.contains("Nobody") != true)
  }

  @Test func `where no time can be added, the step that waits is shown`() {
    var state = Self.state()
    guard case .planStay(Scenes.remote, _)? = press(&state, .character("+")).first else {
      Issue.record("nothing was planned")
      return
    }
  }

  @Test func `a paste is shown part by part and used on Enter only`() throws {
    var state = Self.state()
    paste(&state, Self.command + "\n")
    let shown = try #require(dialog(state))
    #expect(Paste.rows(shown, glyphs: .unicode).map(\.value)[0] == "1.tcp.ngrok.io:12345")
    #expect(press(&state, Key(.enter)).isEmpty)
    #expect(dialog(state)?.problem == "The password is missing: paste it, too.")
    paste(&state, Self.secret)
    let parts = try #require(dialog(state)?.parts)
    let effects = press(&state, Key(.enter))
    #expect(effects.contains(.acceptPaste(Scenes.remote, parts, keep: false)))
    #expect(dialog(state) == nil)
  }

  @Test func `what was pasted opens the machine`() throws {
    var state = Self.state()
    paste(&state, Self.command + "\n" + Self.secret)
    let parts = try #require(dialog(state)?.parts)
    _ = press(&state, Key(.enter))
    let access = Self.window(.open, ssh: parts.sshCredentials)
    _ = Dashboard.update(&state, .accessLoaded(access))
    #expect(state.availability(of: .connect) == .enabled)
    #expect(press(&state, .character("s")) == [.connect(Scenes.remote)])
  }

  @Test func `a paste is kept only when that is asked for`() throws {
    var state = Self.state()
    paste(&state, Self.command + "\n" + Self.secret)
    _ = press(&state, .character("k"))
    let effects = press(&state, Key(.enter))
    #expect(
      effects.contains {
        guard case .acceptPaste(_, _, keep: true) = $0 else { return false }
        return true
      })
  }

  @Test func `an address alone can be the one or the other`() throws {
    var state = Self.state()
    paste(&state, "3.tcp.ngrok.io:20438")
    #expect(dialog(state)?.parts.screen?.port == 20438)
    _ = press(&state, Key(.tab))
    #expect(dialog(state)?.parts.ssh?.port == 20438)
  }

  @Test func `what is no way in is refused with its reason, and nothing opens`() {
    var state = Self.state()
    paste(&state, "ssh -oProxyCommand=id vagrant@host -p 1")
    #expect(state.dialog == nil)
    #expect(state.notice?.text.contains("ProxyCommand") == true)
    #expect(state.notice?.kind == .problem)
  }

  @Test func `a second part that is wrong leaves the first`() {
    var state = Self.state()
    paste(&state, Self.command)
    paste(&state, "ssh -F x vagrant@host")
    #expect(dialog(state)?.parts.ssh?.port == 12345)
    #expect(dialog(state)?.problem?.contains("-F") == true)
  }

  @Test func `where the service tells the way in, a paste is none`() {
    var state = Dashboard.State.withDoorOpen()
    paste(&state, Self.command)
    #expect(state.dialog == nil)
    #expect(state.notice == nil)
  }

  @Test func `a tester is told so before anything is shown`() {
    var state = Self.state()
    _ = Dashboard.update(&state, .roleLearned(Scenes.app, .tester))
    paste(&state, Self.command)
    #expect(state.dialog == nil)
    #expect(state.notice?.text.contains("Tester/QA") == true)
    #expect(state.availability(of: .rebuildRemotely).reason?.contains("Tester/QA") == true)
  }

  @Test func `what the service has forbidden is said before it is asked again`() {
    var state = Self.state()
    let finished = Scenes.build(3, .failed, workflow: "checkout", minutesAgo: 1)
    _ = Dashboard.update(&state, .buildChanged(finished))
    _ = Dashboard.update(&state, .rebuildForbidden(Scenes.app, sentence: "Your token may not."))
    #expect(press(&state, .character("R")).isEmpty)
    #expect(state.notice?.text == "Your token may not. ctrl-r asks again.")
    var service = state.facts.service
    service.forbidden = [:]
    _ = Dashboard.update(&state, .serviceLoaded(service))
    #expect(state.availability(of: .rebuildRemotely) == .enabled)
  }

  @Test func `no password stands on the screen`() throws {
    var state = Self.state()
    paste(&state, Self.command + "\n" + Self.secret)
    let screen = state.screen().cells.map(\.text).joined()
    #expect(!screen.contains(Self.secret))
    #expect(screen.contains("20 characters"))
    #expect(!"\(String(describing: state.dialog))".contains(Self.secret))
  }

  @Test func `a clock that is an estimate says so and what it rests on`() throws {
    var state = Self.state()
    let end = Scenes.start.addingTimeInterval(-19)
    let closing = Self.window(
      .closing(deadline: end.addingTimeInterval(600)), .stepsEnded(at: end))
    _ = Dashboard.update(&state, .accessLoaded(closing))
    let clock = try #require(state.facts.clock(for: Scenes.remote))
    #expect(clock.figure == "~9:41")
    #expect(clock.phrase == "closes in ~9:41")
    let words = AccessPane.lines(state, columns: 76, isFramed: true).flatMap { $0 }.map(\.text)
      .joined(separator: " ")
    #expect(words.contains("from the end of the last step"))
  }

  @Test func `an estimate is none the less wherever it is told`() {
    var state = Self.state()
    let before = state
    let closing = Self.window(
      .closing(deadline: Scenes.start.addingTimeInterval(302)), .buildFinished(at: Scenes.start))
    _ = Dashboard.update(&state, .accessLoaded(closing))
    #expect(
      Dashboard.announcements(from: before, to: state).contains(
        "#3 sample is open for about 5 minutes 2 seconds; `access 3 --paste` goes inside with what"
          + " its page shows."))
    _ = Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(3)))
    #expect(state.notice?.text == "#3 sample closes in ~4:59.")
    #expect(QuitNotice.farewell(state.facts).contains { $0.contains("(~4:59)") })
  }

  @Test func `a pipeline's build is rebuilt with its pipeline`() {
    var state = Self.state()
    var build = Scenes.build(3, .failed, workflow: "checkout", minutesAgo: 1)
    build.isOfPipeline = true
    _ = Dashboard.update(&state, .buildChanged(build))
    _ = press(&state, .character("r"))
    #expect(press(&state, Key(.enter)) == [.rebuildPipeline(Scenes.remote)])
    _ = Dashboard.update(&state, .pipelineRebuilt(of: Scenes.remote))
    #expect(state.notice?.text == "The pipeline of #3 sample runs again.")
    #expect(
      press(&state, .character("R"))
        == [.openPage(Scenes.remote, address: "https://app.bitrise.io/build/b3")])
  }

  @Test func `a rebuild cannot be asked to stay longer where nobody can grant it`() {
    var state = Self.state()
    let finished = Scenes.build(3, .failed, workflow: "checkout", minutesAgo: 1)
    _ = Dashboard.update(&state, .buildChanged(finished))
    _ = press(&state, .character("R"))
    _ = press(&state, .character("+"))
    #expect(
      press(&state, Key(.enter)) == [.rebuild(Scenes.remote, remoteAccess: true, hold: 0)])
  }
}
