import BuildModel
import Foundation
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

  @Test(arguments: [("s", "S"), ("i", "I"), ("x", "X")])
  func `each form comes with and without secrets`(_ plain: String, _ secret: String) {
    var state = Dashboard.State.withDoorOpen()
    guard case .copy(let shared)? = state.press("y" + plain).first,
      case .copy(let full)? = state.press("y" + secret).first
    else {
      Issue.record("nothing was copied")
      return
    }
    #expect(!shared.isSecret && !shared.text.contains(password) && shared.text.contains("40123"))
    #expect(full.isSecret && full.text.contains(password))
  }

  @Test func `JSON is JSON, and a shell takes the variables`() throws {
    var access = Scenes.access(.open)
    access.sourceFolder = "/it's \"here\"\\"
    let json = try #require(AccessCard.json.text(access, withSecrets: true))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["port"] as? Int == 40123)
    #expect(object["source_dir"] as? String == access.sourceFolder)
    #expect(object["password"] as? String == password)
    let shell = try #require(AccessCard.shell.text(access, withSecrets: false))
    let lines = shell.split(separator: "\n").dropLast().joined(separator: "\n")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", lines + "\nprintf '%s' \"$airlock_source_dir\""]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    process.waitUntilExit()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    #expect(String(decoding: said, as: UTF8.self) == access.sourceFolder)
  }

  @Test func `space shows an entry from edge to edge, and a secret goes by itself`() {
    var state = Dashboard.State.withDoorOpen()
    state.press("yj ")
    let rows = state.screen().rows
    #expect(rows.contains { $0.hasPrefix(password) }, "\(rows)")
    state.pass(59)
    #expect(state.text.contains(password))
    state.pass(1)
    #expect(!state.text.contains(password))
    state.press("y ")
    #expect(state.screen().rows.contains { $0.hasPrefix("ssh -o Strict") })
    state.press("\u{1B}")
    #expect(state.dialog == nil)
  }

  @Test func `what no clipboard takes is shown to be selected by hand`() {
    var state = Dashboard.State.withDoorOpen()
    let text = CopyText(label: "the command", text: "ssh somewhere")
    state.feed(.copied(text, .failed("this terminal has no clipboard.")))
    #expect(state.screen().rows.contains { $0.hasPrefix("ssh somewhere") })
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
    state.feed(.copied(CopyText(label: "the password", text: "x"), outcome))
    #expect(state.notice?.text == text)
    #expect(state.notice?.kind == kind)
  }
}
