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
}
