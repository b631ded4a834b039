import Foundation
import TestSupport
import Testing

@testable import Workstation

@Suite struct EditorTests {
  private let address = (host: "127.0.0.1", port: 4022, user: "vagrant")

  @Test(arguments: [Editor.code, .cursor])
  func `an editor of VS Code's kind is pointed to our configuration by settings of its own`(
    editor: Editor
  ) throws {
    let home = try TemporaryFolder()
    try editor.writeSettings(
      ssh: "/usr/bin/ssh", configuration: URL(filePath: "/x/config"), alias: "airlock-b",
      home: home.url)
    let data = try Data(contentsOf: home.url.appending(path: "User/settings.json"))
    let settings = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(settings["remote.SSH.configFile"] as? String == "/x/config")
    #expect(
      editor.arguments(alias: "airlock-b", address: address, folder: "/a b", home: home.url) == [
        "--user-data-dir", home.url.path, "--folder-uri",
        "vscode-remote://ssh-remote+airlock-b/a%20b",
      ])
  }

  @Test func `an editor with an ssh of its own gets the address and no secret`() throws {
    let home = try TemporaryFolder()
    let words = Editor.gateway.arguments(
      alias: "airlock-b", address: address, folder: "/src", home: home.url)
    #expect(
      words == [
        "jetbrains-gateway://connect#type=ssh&deploy=false&host=127.0.0.1&port=4022&user=vagrant"
          + "&projectPath=/src"
      ])
    #expect(!Editor.gateway.usesSystemSSH)
  }
}

@Suite struct SSHComplaintTests {
  /// As OpenSSH 9.2 writes it, the middle left out.
  private let changed = """
    @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
    @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
    @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
    The fingerprint for the ED25519 key sent by the remote host is
    SHA256:AbC+/1.
    Host key verification failed.
    """

  @Test func `a changed host key is told with both fingerprints`() throws {
    let sentence = try #require(SSHComplaint.sentence(changed, expected: "SHA256:old"))
    #expect(sentence.contains("SHA256:AbC+/1,"))
    #expect(sentence.contains("SHA256:old"))
  }

  @Test func `of anything else the last line is told`() {
    #expect(SSHComplaint.sentence("one\ntwo\n", expected: nil) == "two")
    #expect(SSHComplaint.sentence("", expected: nil) == nil)
  }
}

@Suite struct ControlFolderTests {
  @Test func `a folder that others may enter, or a link, is not used`() throws {
    let parent = URL(filePath: "/tmp/al-\(UUID().uuidString.prefix(6))")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    let environment = ["XDG_RUNTIME_DIR": parent.path]
    let folder = try #require(ControlFolder.make(environment: environment))
    #expect(ControlFolder.make(environment: environment) == folder)
    chmod(folder.path, 0o755)
    #expect(ControlFolder.make(environment: environment) == nil)
    try FileManager.default.removeItem(at: folder)
    symlink("/tmp", folder.path)
    #expect(ControlFolder.make(environment: environment) == nil)
  }
}
