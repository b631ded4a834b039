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

  @Test func `where nobody can tell what is on the clipboard, nothing is promised`() {
    #expect(ClipboardErasure(program: "clip.exe", environment: [:]) == nil)
  }

  @Test func `where no program is, the terminal is asked and nothing is claimed`() async {
    let clipboard = Clipboard(environment: ["PATH": "/nonexistent"])
    #expect(await clipboard.copy("foo") == .sendToTerminal(sequence: "\u{1b}]52;c;Zm9v\u{1b}\\"))
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
