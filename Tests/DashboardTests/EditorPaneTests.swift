import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct EditorPaneTests {
  private let code = Tools.Editor(id: "code", name: "VS Code", usesSystemSSH: true)
  private let gateway = Tools.Editor(id: "gateway", name: "JetBrains Gateway", usesSystemSSH: false)

  private func pane(_ tools: Tools?, rows: Int = 40) -> Dashboard.State {
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: rows)
    state.press("e")
    if let tools { state.feed(.toolsFound(tools)) }
    return state
  }

  @Test func `e shows the pane and asks what is installed`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("e") == [.loadAccess(Scenes.remote), .lookForTools])
    #expect(state.pane?.kind == .editor)
  }

  @Test func `the first that is installed is opened, the others are named`() {
    let zed = Tools.Editor(id: "zed", name: "Zed", usesSystemSSH: true)
    var state = pane(Tools(editors: [code, zed]))
    #expect(state.text.contains("O opens VS Code in the machine's folder."))
    #expect(state.text.contains("/home/vagrant/src"))
    #expect(state.text.contains("--editor zed"))
    #expect(state.press("O") == [.launch(Scenes.remote, .editor(code))])
    state.feed(.launched(Scenes.remote, .editor(code), problem: nil))
    #expect(state.notice?.text == "VS Code was told to open #3 sample.")
    state.feed(.launched(Scenes.remote, .editor(code), problem: "code ended with status 1."))
    #expect(state.notice == Notice("code ended with status 1.", .problem))
  }

  @Test func `an editor that asks for the password finds it on the clipboard`() {
    var state = pane(Tools(editors: [gateway]))
    let password = CopyText(
      label: "the password", text: "5f0c6a9e1b7d4c2f8a3e", isSecret: true)
    #expect(
      state.press("O") == [.copy(password), .launch(Scenes.remote, .editor(gateway))])
  }

  @Test func `without an editor there are numbered steps, and the key says why it does nothing`() {
    var state = pane(Tools())
    for words in ["There is no editor here", "1", "ssh_config block", "4", "airlock-b3"] {
      #expect(state.text.contains(words), "\(state.text)")
    }
    #expect(state.press("O").isEmpty)
    #expect(state.notice?.text.hasPrefix("There is no editor here") == true)
  }

  @Test func `where there is no room, the steps are behind z`() {
    var state = pane(Tools(), rows: 24)
    #expect(state.text.contains("z shows the way step by step."))
    state.press("z")
    #expect(state.text.contains("ssh_config block"))
  }

  @Test func `a screen is opened by the viewer that is there, and told of when it was closed`() {
    let viewer = Tools.Viewer(name: "TigerVNC", asksForPassword: false)
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: 40)
    var access = Scenes.access(.open, at: state.facts.now)
    access.screenShare = ScreenShareCredentials(
      address: "127.0.0.1:5901", username: "vagrant", password: "secret")
    state.feed(.accessLoaded(access))
    state.press("v")
    state.feed(.toolsFound(Tools(viewer: viewer)))
    for words in ["O opens TigerVNC. It asks for no password.", "macOS:", "Linux:", "Windows:"] {
      #expect(state.text.contains(words), "\(state.text)")
    }
    #expect(state.press("O") == [.launch(Scenes.remote, .viewer(viewer))])
    state.feed(.launched(Scenes.remote, .viewer(viewer), problem: nil))
    #expect(state.notice?.text == "The viewer of #3 sample was closed.")
    state.feed(.toolsFound(Tools()))
    #expect(state.press("O").isEmpty)
    #expect(state.notice?.text.contains("no VNC viewer") == true)
  }
}
