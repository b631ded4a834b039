import BuildModel
import BuildSpool
import Foundation
import Testing

@Suite struct SpoolFolderTests {
  @Test func `an order is read as it was written`() throws {
    let spool = try TestSpool()
    #expect(try spool.folder.readOrder() == TestSpool.order)
  }

  @Test func `only its user can look into a spool`() throws {
    let spool = try TestSpool()
    _ = try LogWriter(spool.folder)
    var status = stat()
    stat(spool.folder.url.path, &status)
    #expect(status.st_mode & 0o777 == 0o700)
    stat(spool.folder.log.path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }
}
