import Foundation
import Synchronization

/// Shows what `ssh` says of itself as it says it, and at the end one sentence in its place.
///
/// `ssh` writes into a file, so that a screen that is not ours stays clean; a person at a prompt
/// still wants to hear that a forwarded port leads nowhere.
final class ComplaintTail: Sendable {
  private let file: URL
  private let shown = Mutex(0)
  private let isOver = Mutex(false)

  init(_ file: URL) {
    self.file = file
    let thread = Thread { [weak self] in
      while let self, !self.isOver.withLock({ $0 }) {
        self.show(wholeLines: true)
        usleep(300_000)
      }
    }
    thread.stackSize = 128 << 10
    thread.start()
  }

  /// - Parameter sentence: what it comes to; nil where the words themselves are to be shown.
  func end(with sentence: String?) {
    isOver.withLock { $0 = true }
    if let sentence { Output.error("airlock: \(sentence)") } else { show(wholeLines: false) }
  }

  private func show(wholeLines: Bool) {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
    // A changed key is told at the end, in one sentence instead of fifteen lines.
    guard !text.contains("@@@@") else { return }
    shown.withLock { shown in
      let news = text.dropFirst(shown)
      let ended = wholeLines ? news.lastIndex(of: "\n").map { news[...$0] } ?? "" : news
      guard !ended.isEmpty else { return }
      shown += ended.count
      for line in ended.split(separator: "\n") { Output.error(String(line)) }
    }
  }
}
