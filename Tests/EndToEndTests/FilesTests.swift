import Foundation
import TestSupport
import Testing

/// Files through a machine's door, by commands alone.
@Suite struct FilesTests {
  @Test func `files go both ways, whatever they are called`() throws {
    let home = try AirlockHome(grace: "60s")
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: "mkdir -p 'out put'; echo hello > 'out put/a.txt'; echo more > two.txt")
    #expect(try home.run("run", "main", in: project.folder).status == 0)
    #expect(try home.run("wait", "1", in: project.folder).output.contains("success"))
    #expect(
      try home.run("rebuild", "1", "--remote-access", "--wait", "finished", in: project.folder)
        .status == 0)
    #expect(
      try home.run("wait", "2", "--for", "open", in: project.folder).output.contains("is open"))

    let place = home.folder.url.appending(path: "fetched")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let got = try home.run("get", "2", "out put", "two.txt", "--to", place.path, in: project.folder)
    #expect(got.status == 0, "\(got.errors)")
    #expect(
      try String(contentsOf: place.appending(path: "out put/a.txt"), encoding: .utf8) == "hello\n")
    #expect(
      try String(contentsOf: place.appending(path: "two.txt"), encoding: .utf8) == "more\n")
    #expect(try home.run("get", "2", "nowhere", in: project.folder).status != 0)

    // A name that looks like a host and one that looks like an option are still files.
    for name in ["a:b", "-x"] {
      try Data("brought \(name)".utf8).write(to: project.folder.appending(path: name))
    }
    #expect(
      try home.run("put", "2", "--", "a:b", "-x", in: project.folder).status == 0)
    let read = try home.run("ssh", "2", "--", "cat a:b ./-x", in: project.folder)
    #expect(read.output == "brought a:bbrought -x")

    let bad = try home.run("ssh", "2", "-L=-oProxyCommand=x", "--stay", in: project.folder)
    #expect(bad.status == 64)
  }

  /// Stands before the real `ssh`: to its questions the machine has neither SFTP nor `scp`.
  private static let bareSSH = """
    #!/bin/sh
    for word in "$@"; do
      case $word in -s|"command -v scp") exit 1 ;; esac
    done
    echo "$@" >> "$HOME/ssh.log"
    exec /usr/bin/ssh "$@"
    """

  @Test(arguments: [true, false])
  func `with SFTP and without, patterns and new names mean the same`(hasSFTP: Bool) throws {
    let programs = try TemporaryFolder()
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    if !hasSFTP {
      let stand = programs.url.appending(path: "ssh")
      try Data(Self.bareSSH.utf8).write(to: stand)
      chmod(stand.path, 0o755)
    }
    let home = try AirlockHome(
      grace: "60s", variables: ["PATH": "\(programs.url.path):\(path)"])
    defer { home.end() }
    let project = try GitProject(
      in: home.folder.url.appending(path: "project"),
      script: "mkdir -p 'out put'; for n in 1 2; do echo $n > \"out put/a$n.log\"; done;"
        + " echo x > b.txt; exit 1")
    try home.run("run", "main", in: project.folder)
    try home.run("wait", "1", in: project.folder)
    try home.run("rebuild", "1", "--remote-access", "--wait", "finished", in: project.folder)

    let place = home.folder.url.appending(path: "fetched")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    }
    let got = try home.run("get", "2", "o*/a?.log", "--to", place.path, in: project.folder)
    #expect(got.status == 0, "\(got.errors)")
    #expect(try names() == ["a1.log", "a2.log"])
    let renamed = place.appending(path: "new name")
    #expect(try home.run("get", "2", "b.*", "--to", renamed.path, in: project.folder).status == 0)
    #expect(try String(contentsOf: renamed, encoding: .utf8) == "x\n")
    #expect(try home.run("get", "2", "c*", "--to", place.path, in: project.folder).status != 0)

    try Data("brought".utf8).write(to: project.folder.appending(path: "it's"))
    let put = try home.run("put", "2", "it's", "--to", "/tmp/other name", in: project.folder)
    #expect(put.status == 0, "\(put.errors)")
    let read = try home.run("ssh", "2", "--", "cat", "'/tmp/other name'", in: project.folder)
    #expect(read.output == "brought")
    let log = home.folder.url.appending(path: "ssh.log")
    #expect(FileManager.default.fileExists(atPath: log.path) == !hasSFTP)
  }
}
