import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A terminal without a window: what is written to one side can be read, as bytes, from the other.
final class PseudoTerminal: Sendable {
  /// The side that a program takes for its terminal.
  let device: Int32
  private let master: Int32
  private let received = Mutex<[UInt8]>([])

  init(columns: Int, rows: Int) throws {
    var (master, device): (Int32, Int32) = (-1, -1)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&master, &device, nil, nil, &size) == 0)
    self.master = master
    self.device = device
  }

  deinit {
    close(device)
    close(master)
  }

  /// Runs some work and answers what it has sent to the terminal.
  ///
  /// A thread reads meanwhile, as the device holds only some thousand bytes.
  @MainActor
  func sent(by work: () throws -> Void) rethrows -> [UInt8] {
    let end: [UInt8] = Array("\u{1}end\u{2}".utf8)
    received.withLock { $0 = [] }
    let reader = Reader(master: master, end: end)
    reader.start()
    defer { reader.join() }
    try work()
    end.withUnsafeBytes { _ = write(device, $0.baseAddress, $0.count) }
    return reader.join()
  }
}

/// Reads a descriptor in a thread of its own until an end mark comes.
private final class Reader: Sendable {
  private let master: Int32
  private let end: [UInt8]
  private let bytes = Mutex<[UInt8]>([])
  private let thread = Mutex<pthread_t?>(nil)

  init(master: Int32, end: [UInt8]) {
    self.master = master
    self.end = end
  }

  func start() {
    let context = Unmanaged.passRetained(self).toOpaque()
    thread.withLock { thread in
      #if canImport(Glibc)
        var id = pthread_t()
      #else
        var id: pthread_t?
      #endif
      pthread_create(&id, nil, readInThread, context)
      thread = id
    }
  }

  @discardableResult
  func join() -> [UInt8] {
    if let id = thread.withLock({ $0.take() }) { pthread_join(id, nil) }
    return bytes.withLock { Array($0.dropLast(end.count)) }
  }

  fileprivate func run() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      let isDone = bytes.withLock { bytes in
        bytes += buffer[..<count]
        return bytes.suffix(end.count).elementsEqual(end)
      }
      if isDone { return }
    }
  }
}

private func readInThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Reader>.fromOpaque(context).takeRetainedValue().run()
  return nil
}

/// Undoes what the loop and the terminal do to signals, or nothing could end the test run.
func restoreSignals() {
  for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGABRT, SIGILL, SIGTRAP, SIGSEGV] {
    signal(number, SIG_DFL)
  }
}
