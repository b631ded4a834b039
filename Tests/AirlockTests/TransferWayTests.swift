import Foundation
import TestSupport
import Testing

@testable import airlock

@Suite struct TransferWayTests {
  private func words(_ way: TransferWay, _ direction: TransferWay.Direction, ssh: String = "ssh")
    -> [String]
  {
    let (program, arguments) = way.words(
      direction, ssh: ssh, scp: "/usr/bin/scp", configuration: "/c", alias: "m", folder: "/src")
    return [program] + arguments
  }

  @Test func `scp is asked for its older way only where there is no SFTP`() {
    let get = TransferWay.Direction.get(["/src/a"], to: "./b")
    #expect(words(.sftp, get) == ["/usr/bin/scp", "-F", "/c", "-r", "-p", "--", "m:/src/a", "./b"])
    #expect(words(.scp, get).contains("-O"))
    #expect(
      words(.sftp, .put(["./x"], to: "/t")) == [
        "/usr/bin/scp", "-F", "/c", "-r", "-p", "--", "./x", "m:/t",
      ])
  }

  /// The shell and both tars are real; for `ssh` stands a shell that runs its last word here.
  @Test func `tar brings files both ways, whatever they are called`() throws {
    let folder = try TemporaryFolder()
    let ssh = folder.url.appending(path: "ssh")
    try Data("#!/bin/sh\nshift 4\nexec sh -c \"$1\"\n".utf8).write(to: ssh)
    chmod(ssh.path, 0o755)
    let (here, there) = (folder.url.appending(path: "it's here"), folder.url.appending(path: "t"))
    for place in [here, there] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    let names = ["plain", "a b", "it's", "$(touch bad)"]
    for name in names { try Data(name.utf8).write(to: there.appending(path: name)) }
    func run(_ direction: TransferWay.Direction, from source: URL) throws -> Int32 {
      let (program, arguments) = TransferWay.tar.words(
        direction, ssh: ssh.path, scp: "scp", configuration: "/c", alias: "m", folder: source.path)
      return try runToEnd(
        [program] + arguments, environment: ["PATH": "/usr/bin:/bin"],
        output: folder.url.appending(path: "out").path)
    }
    #expect(try run(.get(names, to: here.path), from: there) == 0)
    for name in names {
      #expect(
        try String(contentsOf: here.appending(path: name), encoding: .utf8) == name, "\(name)")
    }
    let new = folder.url.appending(path: "new place")
    #expect(try run(.put([here.path], to: new.path), from: there) == 0)
    #expect(try run(.get(["nowhere"], to: here.path), from: there) != 0)
    #expect(FileManager.default.fileExists(atPath: new.path + "/it's here/a b"))
  }
}
