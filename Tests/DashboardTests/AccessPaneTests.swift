import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct AccessPaneTests {
  private let password = "5f0c6a9e1b7d4c2f8a3e"

  @Test func `s connects to the selected build`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("s") == [.connect(Scenes.remote)])
  }

  @Test func `everything that opens the door is there, the password masked`() {
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: 40)
    for text in [
      Scenes.access(.open).ssh?.command ?? "none", "127.0.0.1", "40123", "vagrant", "∙∙∙∙∙∙∙∙",
      "SHA256:Yb0mXq5p3vJ1t9Zk2nR8sD4wQ7uE6cLfHgTjKiOxAaM", "/home/vagrant/src", "nobody",
      "open while the build runs",
    ] {
      #expect(state.text.contains(text))
    }
    #expect(!state.text.contains(password))
    state.feed(.windowChanged(Scenes.access(.open, at: state.facts.now, connections: 2)))
    #expect(state.text.contains("2 connections"))
  }

  @Test func `the mask does not tell how long the password is`() {
    var state = Dashboard.State.withDoorOpen()
    let masked = state.text
    var access = Scenes.access(.open, at: state.facts.now)
    access.ssh?.password = "x"
    state.feed(.accessLoaded(access))
    #expect(state.text == masked)
  }

  @Test func `space shows the password for ten seconds, or until space`() {
    var state = Dashboard.State.withDoorOpen()
    state.press(" ")
    #expect(state.text.contains(password))
    state.pass(9.9)
    #expect(state.text.contains(password))
    state.pass(0.1)
    #expect(!state.text.contains(password))
    state.press("  ")
    #expect(!state.text.contains(password))
  }

  @Test func `a shown password is hidden when another build is looked at`() {
    var state = Dashboard.State.withDoorOpen()
    state.press(" jk")
    #expect(!state.text.contains(password))
  }

  @Test func `v shows why there is no screen, a goes back to SSH, Esc closes`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("v") == [.loadAccess(Scenes.remote), .lookForTools])
    #expect(state.text.contains(linuxHasNoScreenShare))
    state.press("a")
    #expect(state.pane?.kind == .ssh)
    state.press("aa")
    #expect(state.pane?.kind == .ssh)
    state.press("\u{1B}")
    #expect(state.pane == nil)
  }

  @Test func `the clock runs from open to closed`() {
    var state = Dashboard.State.withDoorOpen()
    func phrase() -> String? { state.facts.clock(for: Scenes.remote)?.phrase }
    #expect(phrase() == "open while the build runs")
    state = .withDoorClosing()
    #expect(phrase() == "closes in 10:00")
    state.pass(1)
    #expect(phrase() == "closes in 9:59")
    state.pass(599)
    #expect(phrase() == "0:00, closing now")
    let now = state.facts.now
    state.feed(.windowChanged(Scenes.access(.closed(.graceOver, at: now), at: now)))
    #expect(state.text.contains("Closed at 14:32:15. Time ran out, 10 minutes after the build."))
  }

  @Test func `a value put together from its lines is the value again`() {
    let command = Scenes.access(.open).ssh?.command ?? ""
    for columns in 20...120 {
      #expect(Wrap.cells(command, columns: columns).joined() == command)
    }
  }

  @Test func `a service that shows no password says so`() {
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: 40)
    var access = Scenes.access(.open, at: state.facts.now)
    access.ssh?.password = nil
    state.feed(.accessLoaded(access))
    #expect(state.text.contains("the service does not show it"))
  }

  @Test func `a shell that ends is told of, and a broken one with ssh's sentence`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(
      state.feed(.sessionEnded(Scenes.remote, .left(exitStatus: 0))) == [
        .loadAccess(Scenes.remote)
      ])
    #expect(state.notice?.text == "Back from #3 sample.")
    state.feed(.sessionEnded(Scenes.remote, .left(exitStatus: 130)))
    #expect(state.notice?.text == "Back from #3 sample; the shell ended with status 130.")
    state.feed(.sessionEnded(Scenes.remote, .broken("Connection refused")))
    #expect(
      state.notice
        == Notice("The connection to #3 sample broke: Connection refused", .problem))
  }
}
