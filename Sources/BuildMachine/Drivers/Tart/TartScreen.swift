import Foundation
import Synchronization

/// The screen of a machine that Tart runs: the VNC server of macOS's virtualization framework.
///
/// `tart run` tells its address and password in one line, as `vnc://:word-word@127.0.0.1:61443`. It
/// listens on this computer's loopback, and its password is new for each machine; only the worker
/// uses it, visitors have that of the door.
final class TartScreen: Sendable {
  static let options = ["--vnc-experimental"]
  /// Milliseconds between `tart exec` answering, when the screen has long been there, and its line.
  private static let patience: Int32 = 10_000

  /// What `tart run` writes; held open as long as it runs, or it would end at its next line.
  let news: OwnedPipe
  private let place = Mutex<(port: UInt16, password: String)?>(nil)

  init() throws { news = try OwnedPipe() }

  /// Waits on the calling thread, which must be ours, for the line with the address.
  func learnAddress() -> Bool {
    while let line = Descriptors.readLine(news.reading.number, patience: Self.patience) {
      guard let found = Self.address(in: line) else { continue }
      place.withLock { $0 = found }
      return true
    }
    return false
  }

  /// Where a line says that the screen is; nil where it says something else.
  static func address(in line: String) -> (port: UInt16, password: String)? {
    guard let word = line.split(separator: " ").first(where: { $0.hasPrefix("vnc://") }),
      let address = URLComponents(string: String(word)), address.host == "127.0.0.1",
      let port = address.port.flatMap(UInt16.init(exactly:)), let password = address.password,
      !password.isEmpty
    else { return nil }
    return (port, password)
  }

  /// Waits on the calling thread, which must be ours.
  func connect() throws -> ScreenServer {
    guard let place = place.withLock({ $0 }) else { throw MachineError.machineGone }
    return ScreenServer(
      descriptor: try Loopback.connect(toPort: place.port), password: place.password)
  }
}
