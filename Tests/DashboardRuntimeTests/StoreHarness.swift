import BuildModel
import Dashboard
import Foundation
import TerminalSurface
import Testing

@testable import DashboardRuntime

/// A store with the main loop's part played by the test.
@MainActor
final class StoreHarness {
  nonisolated static let start = Date(timeIntervalSince1970: 1_790_000_520)
  let store: Store
  var now = StoreHarness.start
  private let posts: AsyncStream<StorePost>.Iterator

  init(_ services: Services) {
    let (stream, continuation) = AsyncStream.makeStream(of: StorePost.self)
    posts = stream.makeAsyncIterator()
    store = Store(
      state: Dashboard.State(
        connectionName: "local", size: Size(columns: 80, rows: 24), now: now, timeZone: .gmt),
      services: services, post: { continuation.yield($0) })
  }

  @discardableResult
  func send(_ actions: Dashboard.Action...) -> [TerminalRequest] {
    store.apply(actions, now: now)
  }

  func press(_ key: Key) -> [TerminalRequest] { send(.input(.key(key))) }

  /// Waits for one post and hands it to the store.
  @discardableResult
  func receive() async -> StorePost? {
    // A copy goes on where the original stood: an iterator only points at its stream.
    var posts = posts
    let post = await posts.next(isolation: MainActor.shared)
    if let post { _ = store.apply(posts: [post], now: now) }
    return post
  }

  /// Hands posts over until nothing that is waited for is under way.
  func settle() async {
    while store.busyCount > 0 { await receive() }
  }
}

extension Services {
  /// Services of which none may be used, but those that a test puts in.
  static var untouchable: Services {
    unimplemented { Issue.record("\($0) was used") }
  }
}

extension Build {
  static func sample(_ number: Int, _ status: BuildStatus = .failed, isRemote: Bool = false)
    -> Build
  {
    Build(
      slug: BuildSlug(rawValue: "b\(number)"), app: AppSlug(rawValue: "sample"),
      appTitle: "sample", number: number, status: status, workflow: "primary",
      triggeredAt: StoreHarness.start.addingTimeInterval(Double(number)), isRemote: isRemote)
  }
}

extension RemoteAccess {
  static func open(_ build: Build) -> RemoteAccess {
    RemoteAccess(
      build: build.slug, state: .open, grace: 600, serverTime: StoreHarness.start,
      ssh: SSHCredentials(
        host: "127.0.0.1", port: 1, username: "vagrant", password: "x", hostKey: nil,
        hostKeyFingerprint: nil))
  }
}
