import Foundation
import TestSupport
import Testing

@testable import BuildSpool

@Suite struct LockedFolderTests {
  @Test func `a machine's folder goes though its permissions were taken away`() throws {
    let folder = try TemporaryFolder()
    let outside = folder.url.appending(path: "outside")
    let machine = folder.url.appending(path: "machine")
    let inner = machine.appending(path: "a/b")
    let files = FileManager.default
    for place in [outside, inner] {
      try files.createDirectory(at: place, withIntermediateDirectories: true)
    }
    let kept = outside.appending(path: "kept")
    try Data("kept".utf8).write(to: kept)
    try files.createSymbolicLink(
      at: machine.appending(path: "link"), withDestinationURL: outside)
    chmod(outside.path, 0o500)
    chmod(inner.path, 0)
    chmod(machine.appending(path: "a").path, 0)
    try LockedFolder.remove(machine)
    #expect(!files.fileExists(atPath: machine.path))
    #expect(files.fileExists(atPath: kept.path))
    #expect(try files.attributesOfItem(atPath: outside.path)[.posixPermissions] as? Int == 0o500)
    chmod(outside.path, 0o700)
    try LockedFolder.remove(machine)
  }
}
