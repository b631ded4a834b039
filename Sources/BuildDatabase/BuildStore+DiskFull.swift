import GRDB

extension BuildStore {
  /// Whether an error of this store's says that its disk has no room left.
  package static func isDiskFull(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    // The second and third are what the files beside the database fail with.
    return [.SQLITE_FULL, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMSIZE]
      .contains(error.extendedResultCode)
  }
}
