import Foundation
import Synchronization

/// Work for a thread that waits in `poll`: posting wakes it.
final class ThreadMailbox: Sendable {
  /// Readable when there is post.
  let wakeDescriptor: Int32
  private let wakingDescriptor: Int32
  private let posts = Mutex<[@Sendable () -> Void]?>([])

  init() throws {
    let pipe = try Descriptors.makePipe()
    wakeDescriptor = pipe.first
    wakingDescriptor = pipe.second
    Descriptors.makeNonBlocking(wakeDescriptor)
    Descriptors.makeNonBlocking(wakingDescriptor)
  }

  deinit {
    Foundation.close(wakeDescriptor)
    Foundation.close(wakingDescriptor)
  }

  /// False where the thread takes no more; then the work is never done.
  @discardableResult
  func post(_ work: @escaping @Sendable () -> Void) -> Bool {
    posts.withLock { posts in
      guard posts != nil else { return false }
      posts?.append(work)
      // A full pipe wakes as well.
      var byte: UInt8 = 0
      _ = write(wakingDescriptor, &byte, 1)
      return true
    }
  }

  /// Does what was posted, on the calling thread.
  func empty() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(wakeDescriptor, &bytes, bytes.count) > 0 {}
    let work = posts.withLock { posts in
      defer { if posts != nil { posts = [] } }
      return posts ?? []
    }
    for item in work { item() }
  }

  /// Takes no more post, and does what came before.
  func shut() {
    let work = posts.withLock { posts in
      defer { posts = nil }
      return posts ?? []
    }
    for item in work { item() }
  }
}
