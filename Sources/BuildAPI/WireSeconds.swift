package import Foundation

/// Times of many things that follow one another, in whole seconds: each second is written, or
/// read, once.
package struct WireSeconds {
  private var written: (second: Date, text: String)?
  private var read: (text: String, second: Date)?

  package init() {}

  /// The second in which a moment lies.
  package mutating func text(_ date: Date) -> String {
    let second = date.wholeSeconds
    if let written, written.second == second { return written.text }
    let text = WireTime.text(second)
    written = (second, text)
    return text
  }

  /// Nil for a text that is no time.
  package mutating func date(_ text: String) -> Date? {
    if let read, read.text == text { return read.second }
    guard let second = WireTime.date(text) else { return nil }
    read = (text, second)
    return second
  }
}
