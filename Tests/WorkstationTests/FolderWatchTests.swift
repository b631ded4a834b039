import Foundation
import TestSupport
import Testing

@testable import Workstation

@Suite struct FolderWatchTests {
  @Test(.timeLimit(.minutes(1)))
  func `a file that is written, renamed or removed is told`() async throws {
    let folder = try TemporaryFolder()
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self)
    let watch = FolderWatch([folder.url.path, "/nowhere/at/all"]) { continuation.yield() }
    var iterator = changes.makeAsyncIterator()
    let file = folder.url.appending(path: "a.yaml")
    let other = folder.url.appending(path: "b.yaml")
    try Data("a".utf8).write(to: file)
    #expect(await iterator.next() != nil)
    try FileManager.default.moveItem(at: file, to: other)
    #expect(await iterator.next() != nil)
    try FileManager.default.removeItem(at: other)
    #expect(await iterator.next() != nil)
    _ = watch
  }

  @Test func `without a browser the address is told`() async {
    let told = await Browser(environment: ["PATH": "/nowhere"]).open("https://example.com/build/1")
    #expect(told == "No browser can be started here; the page is https://example.com/build/1")
  }

  @Test func `the browser that somebody names gets the address`() async throws {
    let folder = try TemporaryFolder()
    let script = folder.url.appending(path: "browser")
    let seen = folder.url.appending(path: "seen")
    try Data("#!/bin/sh\necho \"$1\" >'\(seen.path)'\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    let environment = ["PATH": "/usr/bin:/bin", "BROWSER": script.path]
    #expect(await Browser(environment: environment).open("https://example.com/b/1") == nil)
    #expect(try String(contentsOf: seen, encoding: .utf8) == "https://example.com/b/1\n")
  }
}
