import Foundation
import TestSupport
import Testing

@testable import Workstation

@Suite struct ClipboardTests {
  /// As the program does at its start: one that ends before it has read its input must not end us.
  init() { signal(SIGPIPE, SIG_IGN) }

  @Test(.enabled(if: ProgramSearch.path(of: "tmux", environment: ["PATH": "/usr/bin"]) != nil))
  func `a copy inside tmux can be read back from tmux`() async throws {
    let tmux = try PrivateTmux()
    defer { tmux.end() }
    let clipboard = Clipboard(environment: ["PATH": "/usr/bin:/bin", "TMUX": tmux.variable])
    let text = "pässword \(UUID().uuidString)"
    #expect(await clipboard.copy(text) == .copied(with: "tmux"))
    #expect(try tmux.run("show-buffer") == text)
  }

  @Test(.enabled(if: ProgramSearch.path(of: "tmux", environment: ["PATH": "/usr/bin"]) != nil))
  func `a secret is erased, and what was copied after it stays`() async throws {
    let tmux = try PrivateTmux()
    defer { tmux.end() }
    let environment = ["PATH": "/usr/bin:/bin", "TMUX": tmux.variable]
    let clipboard = Clipboard(environment: environment)
    let secret = "secret \(UUID().uuidString)"
    _ = await clipboard.copy(secret)
    _ = await clipboard.copy("later")
    let erasure = try #require(ClipboardErasure(program: "tmux", environment: environment))
    await erasure.erase(secret)
    #expect(try tmux.run("list-buffers", "-F", "#{buffer_sample}") == "later")
  }

  @Test(.enabled(if: ["Xvfb", "xclip"].allSatisfy { path($0) != nil }))
  func `with xclip a secret is read back, erased, and what came later stays`() async throws {
    let display = try VirtualDisplay()
    defer { display.end() }
    let environment = ["PATH": "/usr/bin:/bin", "DISPLAY": display.name]
    func shown() async -> String? {
      await ProgramRun.output(
        "/usr/bin/xclip", ["-selection", "clipboard", "-out"], environment: environment,
        limit: 1 << 16)?.output
    }
    let clipboard = Clipboard(environment: environment)
    let erasure = try #require(ClipboardErasure(program: "xclip", environment: environment))
    #expect(await clipboard.copy("geheim") == .copied(with: "xclip"))
    #expect(await shown() == "geheim")
    await erasure.erase("geheim")
    #expect(await shown() == "")
    _ = await clipboard.copy("geheim")
    _ = await clipboard.copy("later")
    await erasure.erase("geheim")
    #expect(await shown() == "later")
  }

  private static func path(_ name: String) -> String? {
    ProgramSearch.path(of: name, environment: ["PATH": "/usr/bin"])
  }

  @Test func `where nobody can tell what is on the clipboard, nothing is promised`() {
    #expect(ClipboardErasure(program: "clip.exe", environment: [:]) == nil)
  }

  @Test func `where no program is, the terminal is asked and nothing is claimed`() async {
    let clipboard = Clipboard(environment: ["PATH": "/nonexistent"])
    #expect(await clipboard.copy("foo") == .sendToTerminal(sequence: "\u{1b}]52;c;Zm9v\u{1b}\\"))
  }

  @Test(arguments: ["linux", "dumb"]) func `a terminal without a clipboard is not asked`(
    _ terminal: String
  ) async {
    let clipboard = Clipboard(environment: ["PATH": "/nonexistent", "TERM": terminal])
    #expect(
      await clipboard.copy("foo")
        == .nowhere(
          "this terminal has no clipboard; select it by hand."))
  }

  @Test func `what is longer than terminals take is not sent to one`() async {
    let clipboard = Clipboard(environment: ["PATH": "/nonexistent"])
    guard case .sendToTerminal = await clipboard.copy(String(repeating: "x", count: 74_900)),
      case .nowhere = await clipboard.copy(String(repeating: "x", count: 75_000))
    else {
      Issue.record("the limit is another")
      return
    }
  }

  @Test func `GNU screen gets pieces that it passes on, and they make the whole`() async {
    let text = String(repeating: "pässword ", count: 300)
    let environment = ["PATH": "/nonexistent", "STY": "1.tty"]
    guard case .sendToTerminal(let sent) = await Clipboard(environment: environment).copy(text)
    else {
      Issue.record("nothing was sent")
      return
    }
    let pieces = sent.components(separatedBy: "\u{1b}P").dropFirst()
    #expect(pieces.count > 1)
    for piece in pieces { #expect(piece.hasSuffix("\u{1b}\\") && piece.utf8.count <= 766) }
    let whole = pieces.map { String($0.dropLast(2)) }.joined()
    #expect(whole == ClipboardOutcome.sequence(for: text).dropLast(2) + "\u{7}")
  }

  @Test func `a program that fails is not believed`() async throws {
    let folder = try TemporaryFolder()
    let program = folder.url.appending(path: "pbcopy")
    try Data("#!/bin/sh\nexit 1\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let clipboard = Clipboard(environment: ["PATH": folder.url.path])
    guard case .sendToTerminal = await clipboard.copy("foo") else {
      Issue.record("a failed pbcopy counted as a copy")
      return
    }
  }
}
