import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct CopyMenuTests {
  private let password = "5f0c6a9e1b7d4c2f8a3e"

  @Test(arguments: [
    ("c", "the command", Scenes.access(.open).ssh?.command ?? ""),
    ("a", "the address", "127.0.0.1"), ("h", "the address", "127.0.0.1"),
    ("u", "the user", "vagrant"), ("o", "the port", "40123"),
    ("f", "the fingerprint", "SHA256:Yb0mXq5p3vJ1t9Zk2nR8sD4wQ7uE6cLfHgTjKiOxAaM"),
  ])
  func `each thing has its key`(_ key: String, _ label: String, _ text: String) {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("y" + key) == [.copy(CopyText(label: label, text: text))])
    #expect(state.dialog == nil)
  }

  @Test func `the password is copied as a secret`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(
      state.press("yp") == [
        .copy(CopyText(label: "the password", text: password, isSecret: true))
      ])
  }

  @Test func `everything can be copied with or without secrets`() {
    var state = Dashboard.State.withDoorOpen()
    guard case .copy(let shared)? = state.press("yw").first,
      case .copy(let secret)? = state.press("yW").first
    else {
      Issue.record("nothing was copied")
      return
    }
    #expect(!shared.isSecret && !shared.text.contains(password))
    #expect(secret.isSecret && secret.text.contains("Password: \(password)\n"))
    #expect(shared.text.contains("Port: 40123\n"))
    let without = secret.text.split(separator: "\n").filter { !$0.hasPrefix("Password") }
    #expect(without == shared.text.split(separator: "\n"))
  }

  @Test func `j and Enter copy too, Esc copies nothing`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(
      state.press("yjjj\r") == [.copy(CopyText(label: "the port", text: "40123"))])
    #expect(state.press("y\u{1B}").isEmpty)
    #expect(state.dialog == nil)
  }

  @Test(arguments: [
    (CopyOutcome.copied(by: "wl-copy"), "Copied the password with wl-copy.", Notice.Kind.news),
    (
      .sentToTerminal, "Sent the password to the terminal's clipboard; it does not confirm.", .news
    ),
    (
      .failed("no clipboard is here"), "Could not copy the password: no clipboard is here", .problem
    ),
  ])
  func `the notice says no more than is known`(
    _ outcome: CopyOutcome, _ text: String, _ kind: Notice.Kind
  ) {
    var state = Dashboard.State.withDoorOpen()
    state.feed(.copied(label: "the password", outcome))
    #expect(state.notice?.text == text)
    #expect(state.notice?.kind == kind)
  }
}
