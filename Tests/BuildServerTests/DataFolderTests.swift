import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite struct DataFolderTests {
  @Test func `two services cannot share a folder, one after the other can`() throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    do {
      let first = try DataFolder(data)
      #expect(throws: ServiceError.self) { _ = try DataFolder(data) }
      first.release()
      _ = try DataFolder(data)
    }
    _ = try DataFolder(data)
  }

  @Test func `the folders are for this user only, also where they were there before`() throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    try FileManager.default.createDirectory(
      at: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let opened = try DataFolder(data)
    for place in [data, opened.spools] {
      let attributes = try FileManager.default.attributesOfItem(atPath: place.path)
      #expect(attributes[.posixPermissions] as? Int == 0o700)
    }
  }

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
    try MachineFolder.remove(machine)
    #expect(!files.fileExists(atPath: machine.path))
    #expect(files.fileExists(atPath: kept.path))
    #expect(try files.attributesOfItem(atPath: outside.path)[.posixPermissions] as? Int == 0o500)
    chmod(outside.path, 0o700)
    try MachineFolder.remove(machine)
  }
}
