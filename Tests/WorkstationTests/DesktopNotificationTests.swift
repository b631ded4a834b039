import Foundation
import TestSupport
import Testing

@testable import Workstation

@Suite struct DesktopNotificationTests {
  private func words(_ variables: [String: String], in folder: URL) throws -> [String]? {
    let program = folder.appending(path: "notify-send")
    try Data("#!/bin/sh\n".utf8).write(to: program)
    chmod(program.path, 0o755)
    return DesktopNotification(
      environment: ["PATH": folder.path].merging(variables) { $1 }
    ).words("-x; $(id)")
  }

  @Test func `the desktop's own program is told the sentence as one word`() throws {
    let folder = try TemporaryFolder()
    for display in [["DISPLAY": ":0"], ["WAYLAND_DISPLAY": "wayland-0"]] {
      let words = try words(display, in: folder.url)
      #expect(words?.first == folder.url.appending(path: "notify-send").path)
      #expect(words?.suffix(3) == ["--", "airlock", "-x; $(id)"])
    }
  }

  @Test func `nobody is told on a computer where nobody sits`() throws {
    let folder = try TemporaryFolder()
    #expect(try words(["DISPLAY": ":0", "SSH_CONNECTION": "a 1 b 2"], in: folder.url) == nil)
    #if os(Linux)
      #expect(try words([:], in: folder.url) == nil)
    #endif
  }
}
