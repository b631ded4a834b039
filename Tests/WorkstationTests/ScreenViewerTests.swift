import BuildModel
import Foundation
import TestSupport
import Testing

@testable import Workstation

struct ScreenViewerTests {
  private let screen = ScreenShareCredentials(
    address: "127.0.0.1:5907", username: "vagrant", password: "abcdefgh")

  /// A folder with a program of that name which tells how it was called.
  private func folder(with name: String, saying mark: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let script = """
      #!/bin/sh
      # \(mark)
      printf '%s\\n' "$@" > "\(folder.url.path)/words"
      env > "\(folder.url.path)/variables"
      while [ $# -gt 1 ]; do [ "$1" = -passwd ] && cat "$2" "$2" > "\(folder.url.path)/given"; shift; done
      exit 3
      """
    try script.write(toFile: folder.url.path + "/" + name, atomically: false, encoding: .utf8)
    chmod(folder.url.path + "/" + name, 0o700)
    return folder
  }

  @Test func `TigerVNC gets the password by a descriptor, as often as it asks`() throws {
    let folder = try folder(with: "vncviewer", saying: "TigerVNC")
    let environment = ["PATH": folder.url.path + ":/usr/bin:/bin", "DISPLAY": ":9"]
    let viewer = try #require(
      ScreenViewer.find(environment: ["PATH": folder.url.path, "DISPLAY": ":9"]))
    #expect(viewer == .tigerVNC(path: folder.url.path + "/vncviewer"))
    #expect(try viewer.show(screen, environment: environment) == 3)
    let given = try Data(contentsOf: URL(filePath: folder.url.path + "/given"))
    // What TigerVNC's own tigervncpasswd makes of it, twice.
    let stored: [UInt8] = [0xdb, 0x8a, 0xb0, 0x25, 0x65, 0xe3, 0xb4, 0xc2]
    #expect(Array(given) == stored + stored, "\(Array(given))")
    let said = try ["words", "variables"].map {
      try String(contentsOfFile: folder.url.path + "/" + $0, encoding: .utf8)
    }
    #expect(said[0].hasSuffix("\n127.0.0.1::5907\n"))
    #expect(!said.joined().contains("abcdefgh"))
  }

  @Test func `another viewer is called through its address, without a secret`() throws {
    let folder = try folder(with: "xdg-open")
    let viewer = try #require(
      ScreenViewer.find(environment: ["PATH": folder.url.path, "DISPLAY": ":9"]))
    #expect(viewer == .opener(path: folder.url.path + "/xdg-open"))
    let environment = ["PATH": folder.url.path + ":/usr/bin:/bin"]
    #expect(try viewer.show(screen, environment: environment) == 3)
    let words = try String(contentsOfFile: folder.url.path + "/words", encoding: .utf8)
    #expect(words == "vnc://127.0.0.1:5907\n")
  }

  @Test func `without a screen of one's own there is no viewer`() throws {
    let folder = try folder(with: "xtigervncviewer", saying: "TigerVNC")
    #expect(ScreenViewer.find(environment: ["PATH": folder.url.path]) == nil)
  }

  @Test(arguments: ["-listen:5907", "127.0.0.1", "127.0.0.1:0", "a b:1", "host:1:2", "$(id):5"])
  func `an address that is none is not given to any program`(address: String) {
    let screen = ScreenShareCredentials(address: address, username: "", password: "x")
    #expect(throws: ConnectError.self) {
      try ScreenViewer.opener(path: "/bin/true").show(screen, environment: [:])
    }
  }
}
