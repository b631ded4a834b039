import Foundation
import Synchronization

/// A descriptor that is closed at the latest when nobody holds this object.
final class OwnedDescriptor: Sendable {
  private let held: Mutex<Int32>

  init(_ number: Int32) { held = Mutex(number) }

  deinit { close() }

  /// Below zero once it is closed.
  var number: Int32 { held.withLock { $0 } }

  func close() {
    held.withLock { number in
      if number >= 0 { Foundation.close(number) }
      number = -1
    }
  }
}

/// A pipe between us and a program that is about to be started, out of the way of the numbers
/// that such programs are given.
struct OwnedPipe: Sendable {
  let reading: OwnedDescriptor
  let writing: OwnedDescriptor

  init() throws {
    let pipe = try Descriptors.makePipe()
    reading = OwnedDescriptor(try Descriptors.moveUp(pipe.first))
    writing = OwnedDescriptor(try Descriptors.moveUp(pipe.second))
  }
}
