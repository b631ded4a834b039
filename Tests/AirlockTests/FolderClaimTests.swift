import Foundation
import TestSupport
import Testing

@testable import airlock

@Suite struct FolderClaimTests {
  private func make(_ name: String, in parent: URL) throws -> URL {
    let folder = parent.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  @Test func `what a process left behind goes, what is in use stays`() throws {
    let parent = try TemporaryFolder()
    let (used, left, unclaimed) = (
      try make("b1-A", in: parent.url), try make("b1-B", in: parent.url),
      try make("b1-C", in: parent.url)
    )
    let claim = try #require(FolderClaim(used))
    // A process that is killed lets go of its lock and leaves the rest.
    try #require(FolderClaim(left)).end()
    FolderClaim.removeAbandoned(in: parent.url)
    #expect(exists(used) && !exists(left) && exists(unclaimed))
    FolderClaim.forget("b1", in: [parent.url])
    #expect(exists(used) && !exists(unclaimed))
    claim.end()
  }
}
