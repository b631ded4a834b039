import Foundation
import Synchronization

/// Hands one secret to one process of this user, and then is gone.
///
/// The secret waits in this process's memory behind a Unix socket in a folder of its own that only
/// this user can enter. Neither arguments nor environment nor any file ever hold it; what others
/// are told is the socket's path.
package final class SecretSocket: Sendable {
  /// Where the other side finds it.
  package let path: String

  private let folder: URL
  private let isOver: Once

  /// Waits for the one who fetches the secret.
  ///
  /// - Throws: `ConnectError` where no private folder can be made.
  package init(_ secret: [UInt8]) throws {
    folder = try Self.makePrivateFolder()
    path = folder.appending(path: "s").path
    let once = Once(try LocalSocket.listen(path))
    isOver = once
    let thread = Thread { [weak self] in
      // Closed here alone: elsewhere its number could be another socket's before this thread has
      // come to wait, and this secret would go to whoever fetches that one's.
      defer { close(once.listener) }
      let peer = accept(once.listener, nil, nil)
      guard peer >= 0 else { return }
      if !once.isOver, LocalSocket.isOwnUser(peer) { Self.send(secret, to: peer) }
      close(peer)
      self?.end()
    }
    thread.stackSize = 128 << 10
    thread.start()
  }

  /// Takes the secret back, whether it was fetched or not.
  package func end() {
    guard isOver.begin() else { return }
    shutdown(isOver.listener, Int32(SHUT_RDWR))
    #if !os(Linux)
      // There nothing else wakes who waits.
      if let visit = try? LocalSocket.connect(path) { close(visit) }
    #endif
    try? FileManager.default.removeItem(at: folder)
  }

  /// Whether there is nothing more to fetch.
  package var isEnded: Bool { isOver.isOver }

  deinit { end() }

  /// The listening socket, and whether it is of no more use; outlives the socket's owner for as
  /// long as the thread that waits.
  private final class Once: Sendable {
    let listener: Int32
    private let over = Mutex(false)

    init(_ listener: Int32) { self.listener = listener }

    var isOver: Bool { over.withLock { $0 } }

    /// Whether this is the first time.
    func begin() -> Bool {
      over.withLock { over in
        defer { over = true }
        return !over
      }
    }
  }

  /// Is the other side.
  ///
  /// - Returns: nil where there is nothing to fetch, or more than anybody may hand over.
  package static func fetch(_ path: String) -> [UInt8]? {
    guard let peer = try? LocalSocket.connect(path) else { return nil }
    defer { close(peer) }
    var secret: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while secret.count <= longest {
      let count = recv(peer, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return secret.isEmpty ? nil : secret }
      secret += buffer[..<count]
    }
    return nil
  }

  private static let longest = 64 << 10

  private static func send(_ secret: [UInt8], to peer: Int32) {
    var rest = secret[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(peer, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
  }

  private static func makePrivateFolder() throws -> URL {
    let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"]
    for parent in [runtime, "/tmp"].compactMap(\.self) {
      var template = Array("\(parent)/airlock-XXXXXX".utf8CString)
      if mkdtemp(&template) != nil {
        return URL(
          filePath: String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
      }
    }
    throw ConnectError("No private folder could be made: \(String(cString: strerror(errno))).")
  }
}
