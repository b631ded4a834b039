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

  /// A machine of two folders, of which the second stands for the machine's; shells and tars are
  /// real, and for `ssh` stands a shell that runs its last word here.
  private struct Machine {
    let folder: TemporaryFolder
    let (ssh, here, there): (URL, URL, URL)

    init() throws {
      folder = try TemporaryFolder()
      ssh = folder.url.appending(path: "ssh")
      (here, there) = (folder.url.appending(path: "it's here"), folder.url.appending(path: "t"))
      try Data("#!/bin/sh\nshift 4\nexec sh -c \"$1\"\n".utf8).write(to: ssh)
      chmod(ssh.path, 0o755)
      for place in [here, there] {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      }
    }

    func run(_ direction: TransferWay.Direction) throws -> Int32 {
      let (program, arguments) = TransferWay.tar.words(
        direction, ssh: ssh.path, scp: "scp", configuration: "/c", alias: "m", folder: there.path)
      return try runToEnd(
        [program] + arguments, environment: ["PATH": "/usr/bin:/bin"],
        output: folder.url.appending(path: "out").path)
    }

    func names(in place: URL) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    }
  }

  private static let names = ["$(touch bad)", "-n", "a b", "it's", "plain"]

  @Test func `tar brings files both ways, whatever they are called`() throws {
    let machine = try Machine()
    for name in Self.names {
      try Data(name.utf8).write(to: machine.there.appending(path: name))
    }
    #expect(try machine.run(.get(Self.names, to: machine.here.path)) == 0)
    #expect(try machine.names(in: machine.here) == Self.names)
    #expect(
      try String(contentsOf: machine.here.appending(path: "it's"), encoding: .utf8) == "it's")
    #expect(try machine.run(.get(["nowhere"], to: machine.here.path)) != 0)
    // As `scp` does: what is put where nothing is gets that name; into a folder it keeps its own.
    let new = machine.folder.url.appending(path: "new place")
    #expect(try machine.run(.put([machine.here.path], to: new.path)) == 0)
    #expect(try machine.names(in: new) == Self.names)
    #expect(try machine.run(.put([machine.here.path + "/"], to: new.path)) == 0)
    #expect(FileManager.default.fileExists(atPath: new.path + "/it's here/a b"))
    let files = Self.names.map { machine.here.appending(path: $0).path }
    #expect(try machine.run(.put(files, to: machine.folder.url.path + "/nothing")) != 0)
    #expect(try machine.names(in: machine.folder.url).filter { $0.hasPrefix(".air") } == [])
  }

  @Test func `by tar too a path in the machine may be a pattern, and nothing else`() throws {
    let machine = try Machine()
    for name in ["a1.png", "a2.png", "b.txt", "a b.png"] {
      try Data(name.utf8).write(to: machine.there.appending(path: name))
    }
    let sub = machine.there.appending(path: "sub x/deep")
    try FileManager.default.createDirectory(at: sub, withIntermediateDirectories: true)
    try Data().write(to: sub.appending(path: "c.log"))
    #expect(try machine.run(.get(["*.png", "s*/d??p/[bc].log"], to: machine.here.path)) == 0)
    #expect(try machine.names(in: machine.here) == ["a b.png", "a1.png", "a2.png", "c.log"])
    let one = machine.here.appending(path: "renamed")
    #expect(try machine.run(.get(["b.*"], to: one.path)) == 0)
    #expect(try String(contentsOf: one, encoding: .utf8) == "b.txt")
    #expect(try machine.run(.get(["*.png"], to: one.path)) != 0, "two files are no one file")
    for hostile in ["$(touch bad)*", "`touch bad`*", "; touch bad; *", "${HOME}*"] {
      #expect(try machine.run(.get([hostile], to: machine.here.path)) != 0)
    }
    #expect(try machine.names(in: machine.there).contains("bad") == false)
    #expect(try machine.names(in: machine.folder.url).contains("bad") == false)
  }

  @Test func `to the scp of old only patterns are more than letters`() {
    let get = TransferWay.Direction.get(["/src/a b/$(x)*.[ch]", "/it's"], to: "./b")
    #expect(
      words(.scp, get).suffix(3)
        == ["m:'/src/a b/$(x)'*'.'['ch']", "m:'/it'\\''s'", "./b"])
    #expect(words(.scp, .put(["./x"], to: "/t t")).last == "m:'/t t'")
  }
}
