import BuildModel
import Foundation

/// A socket inside the machine that listens for a client: whatever connects is offered to it.
final class ForwardListener {
  enum Kind: Equatable {
    /// A port that the client asked for, in its own words: it knows the forward by them.
    case port(Int, address: String)
    /// Leads to the client's agent, for the programs of one channel.
    case agent(path: String)
  }

  /// How long to wait where no descriptor is left; the caller in the queue would keep `poll` busy.
  private static let rest: Duration = .milliseconds(100)

  let kind: Kind
  private let descriptor: Int32
  private(set) var restEnd: ContinuousClock.Instant?

  /// Takes the descriptor over.
  init(_ kind: Kind, descriptor: Int32) {
    self.kind = kind
    self.descriptor = descriptor
    Descriptors.makeNonBlocking(descriptor)
  }

  deinit { close(descriptor) }

  var interest: pollfd? {
    guard restEnd.map({ $0 <= .now }) ?? true else { return nil }
    return pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  }

  /// The next that has connected, which is the caller's; nil where there is none now.
  func accept() -> Int32? {
    restEnd = nil
    let connection = Foundation.accept(descriptor, nil, nil)
    guard connection >= 0 else {
      if errno == EMFILE || errno == ENFILE { restEnd = .now + Self.rest }
      return nil
    }
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    return connection
  }
}
