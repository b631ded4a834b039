import BuildModel
import BuildSpool
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct WorkerTalkTests {
  private let spool: TestSpool

  init() throws { spool = try TestSpool() }

  private func report(_ sequence: Int) -> WorkerMessage {
    .report(
      WorkerReport(
        sequence: sequence, at: TestSpool.date(0), news: .connectionsChanged(sequence)))
  }

  @Test func `one who follows is told the missed and then the new, in order`() async throws {
    let missed = [report(1), report(2)]
    let listener = try WorkerListener(spool.folder) { order in
      order == .follow(after: 0) ? missed : []
    }
    let link = try WorkerLink(spool.folder)
    try link.send(.follow(after: 0))
    var messages = link.messages.makeAsyncIterator()
    #expect(await messages.next() == report(1))
    #expect(await messages.next() == report(2))
    for number in 3...200 { listener.tell(report(number)) }
    for number in 3...200 { #expect(await messages.next() == report(number)) }
    listener.end()
    #expect(await messages.next() == nil)
  }

  @Test func `one who does not follow is told nothing`() async throws {
    let (orders, seen) = AsyncStream.makeStream(of: WorkerOrder.self)
    let listener = try WorkerListener(spool.folder) { order in
      seen.yield(order)
      return []
    }
    let link = try WorkerLink(spool.folder)
    try link.send(.abort(reason: "no\nneed", withSuccess: false))
    var iterator = orders.makeAsyncIterator()
    #expect(await iterator.next() == .abort(reason: "no\nneed", withSuccess: false))
    listener.tell(report(1))
    listener.end()
    var messages = link.messages.makeAsyncIterator()
    #expect(await messages.next() == nil)
  }

  @Test func `orders arrive one at a time and in order`() async throws {
    let (orders, seen) = AsyncStream.makeStream(of: WorkerOrder.self)
    let listener = try WorkerListener(spool.folder) { order in
      seen.yield(order)
      return []
    }
    let link = try WorkerLink(spool.folder)
    for number in 1...50 { try link.send(.extendWindow(seconds: TimeInterval(number))) }
    var iterator = orders.makeAsyncIterator()
    for number in 1...50 {
      #expect(await iterator.next() == .extendWindow(seconds: TimeInterval(number)))
    }
    listener.end()
  }

  @Test func `a line that is no order is passed over`() async throws {
    let listener = try WorkerListener(spool.folder) { _ in [report(1)] }
    let link = try WorkerLink(spool.folder)
    let raw = try RawLine(spool.folder.socket)
    // The last is an order of a later service.
    raw.send("nonsense\n{}\n{\"moveMachine\":{\"to\":\"moon\"}}\n")
    try link.send(.follow(after: 0))
    var messages = link.messages.makeAsyncIterator()
    #expect(await messages.next() == report(1))
    listener.end()
  }

  @Test func `a peer that leaves disturbs nobody`() async throws {
    let listener = try WorkerListener(spool.folder) { _ in [report(1)] }
    let gone = try WorkerLink(spool.folder)
    let link = try WorkerLink(spool.folder)
    var messages = link.messages.makeAsyncIterator()
    for each in [gone, link] { try each.send(.follow(after: 0)) }
    #expect(await messages.next() == report(1))
    gone.end()
    for number in 2...20 { listener.tell(report(number)) }
    for number in 2...20 { #expect(await messages.next() == report(number)) }
    listener.end()
  }

  @Test func `with no worker there is an error that names the socket`() {
    let error = #expect(throws: SpoolError.self) { try WorkerLink(spool.folder) }
    #expect(error?.description.contains(spool.folder.socket.path) == true)
  }

  @Test func `a path too long for an address works all the same`() async throws {
    let deep = spool.folder.url.appending(path: String(repeating: "deep", count: 40))
    let folder = SpoolFolder(deep)
    try folder.create(order: TestSpool.order)
    let listener = try WorkerListener(folder) { _ in [report(9)] }
    let link = try WorkerLink(folder)
    try link.send(.follow(after: 0))
    var messages = link.messages.makeAsyncIterator()
    #expect(await messages.next() == report(9))
    listener.end()
    #expect(!FileManager.default.fileExists(atPath: folder.socket.path))
  }
}

/// A client that says what it likes.
private final class RawLine {
  private let descriptor: Int32

  init(_ url: URL) throws {
    #if os(Linux)
      descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: url.path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }
}
