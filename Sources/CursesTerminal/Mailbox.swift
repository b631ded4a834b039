import CNCurses
import Synchronization

/// Where tasks leave messages for the loop of the main thread, which wakes up for them.
///
/// The loop takes nothing while another program has the terminal, so a sender of many messages
/// should keep its latest state itself and post only that there is something new.
package final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])

  package init() {}

  package func post(_ message: Message) {
    messages.withLock { $0.append(message) }
    cncurses_wake()
  }

  /// Everything posted since the last time, oldest first.
  package func take() -> [Message] {
    messages.withLock { messages in
      defer { messages.removeAll(keepingCapacity: true) }
      return messages
    }
  }
}
