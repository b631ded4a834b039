import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

/// No way of printing a value may show a password.
struct SecretsTests {
  private let password = "5f0c6a9e1b7d4c2f8a3e"

  private func printed(_ value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
  }

  @Test func `a state hides it`() {
    let state = Dashboard.State.withDoorOpen()
    #expect(state.facts.windows[Scenes.remote]?.ssh?.password == password)
    #expect(!printed(state).contains(password))
  }

  @Test func `actions and effects hide it`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(!printed(Dashboard.Action.accessLoaded(Scenes.access(.open))).contains(password))
    let effects = state.press("yp") + state.press("yW")
    #expect(effects.count == 2)
    #expect(!printed(effects).contains(password))
  }

  @Test func `so do a screen share's credentials`() {
    let screen = ScreenShareCredentials(
      address: "127.0.0.1:5901", username: "vagrant", password: password)
    #expect(!printed(screen).contains(password))
  }

  @Test func `the title and the footer never hold it`() {
    var state = Dashboard.State.withDoorOpen()
    state.press(" ")
    let title = Dashboard.view(state, theme: .dark, size: state.size).title
    #expect(title?.contains(password) == false)
  }
}
