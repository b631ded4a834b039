import BuildDatabase
import BuildSpool
import Foundation
import Hummingbird

/// Keeps the service alive on a full disk: it refuses what would need room, and holds some back
/// for what must be written down.
struct DiskGuard: Sendable {
  let folder: URL
  /// With less room than this, no build is taken.
  let leastFree: Int
  /// For the ends of builds that run when the disk is full.
  private let reserve: DiskReserve

  init(folder: URL, leastFree: Int) {
    self.folder = folder
    self.leastFree = leastFree
    reserve = DiskReserve(folder.appending(path: "reserve"), bytes: 4 << 20)
    // A service that starts on a full disk has its own small files to write.
    if DiskSpace.complaint(at: folder) != nil { reserve.release() }
  }

  /// The disk has too little room for another build.
  private struct TooLittleRoom: Error {}

  /// - Throws: what the gate makes a refusal of, where there is too little room for a build.
  func requireRoom() throws {
    if isShort { throw TooLittleRoom() }
  }

  /// Whether there is too little room for another build.
  var isShort: Bool {
    DiskSpace.free(at: folder).map { $0 < leastFree } ?? false
  }

  /// Gives the reserve back where an error says that the disk is full.
  ///
  /// - Returns: whether it says so.
  @discardableResult
  func noticed(_ error: any Error) -> Bool {
    let isFull = Self.isDiskFull(error)
    if isFull { reserve.release() }
    return isFull
  }

  /// Takes the reserve again where there is room enough for it.
  func hold() {
    if let free = DiskSpace.free(at: folder), free / 2 > leastFree { reserve.hold() }
  }

  var refusal: Refusal {
    Refusal(
      .init(code: 507, reasonPhrase: "Insufficient Storage"),
      "The disk that holds \(folder.path) is full. Builds can be looked at, but none can be started"
        + " until there is room: remove files there, or have the service keep less (--keep-bytes).")
  }

  static func isDiskFull(_ error: any Error) -> Bool {
    if let error = error as? SpoolError { return error.isDiskFull }
    return error is TooLittleRoom || BuildStore.isDiskFull(error)
      || (error as? CocoaError)?.code == .fileWriteOutOfSpace
  }
}

/// Tells a full disk apart from all else that can go wrong with a request.
struct DiskGate: RouterMiddleware {
  let disk: DiskGuard

  func handle(
    _ request: Request, context: GateContext,
    next: (Request, GateContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch  where DiskGuard.isDiskFull(error) {
      throw disk.refusal
    }
  }
}
