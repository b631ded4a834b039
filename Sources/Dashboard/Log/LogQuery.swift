package import TextSearch
import TerminalSurface

/// What is looked for in a log, line by line.
package struct LogQuery: Sendable, Equatable {
  package var wanted: Pattern
  /// A line that this is in does not count.
  package var excused: Pattern?

  package init(_ wanted: Pattern, unless excused: Pattern? = nil) {
    self.wanted = wanted
    self.excused = excused
  }

  /// Lines that tell of something that went wrong, in the words of common tools.
  package static let errors: LogQuery = {
    do {
      return LogQuery(
        try Pattern(
          "\\b([A-Za-z]*[a-z])?(Error|Exception|Failure)\\b|\\b(error|ERROR|exception|EXCEPTION|"
            + "failure|FAILURE|[Ff]atal|FATAL|[Pp]anic(ked)?|PANIC|[Tt]raceback|[Ff]ailed|FAILED|"
            + "FAIL|[Ss]egmentation fault|[Cc]ore dumped|undefined reference|command not found|"
            + "not ok)\\b|\\b[1-9]\\d* errors\\b|[Nn]o such file or directory|"
            + "[Pp]ermission denied|\u{2717}|\u{274C}"),
        unless: try Pattern(
          "(?i)\\b(0|no|without|zero) (errors?|failures?|failed)\\b|"
            + "\\b(errors?|failures?|failed) ?[:=] ?0\\b|-w?error\\b|\\b0 fail"))
    } catch {
      // The texts are part of this program, and a test reads them.
      preconditionFailure("\(error)")
    }
  }()
}

/// Answers for line after line whether a query is about it.
package struct LogLineMatcher {
  private var wanted: PatternMatcher
  private var excused: PatternMatcher?

  package init(_ query: LogQuery) {
    wanted = PatternMatcher(query.wanted)
    excused = query.excused.map(PatternMatcher.init)
  }

  package mutating func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    if let plain = VisibleText.ofLine(line) {
      return plain.withUnsafeBufferPointer { matchesVisible($0) }
    }
    return matchesVisible(line)
  }

  private mutating func matchesVisible(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard wanted.matches(line) else { return false }
    guard var excused else { return true }
    defer { self.excused = excused }
    return !excused.matches(line)
  }
}

/// What of a line is seen once its colours and carriage returns have been carried out.
enum VisibleText {
  /// Nil where the line is seen as it stands.
  static func ofLine(_ line: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard line.contains(where: { $0 < 0x20 && $0 != 0x09 }) else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      let byte = line[index]
      if byte >= 0x20 || byte == 0x09 {
        plain.append(byte)
        index += 1
      } else if let end = colourEnd(in: line, from: index) {
        index = end
      } else if byte == 0x0D, index == line.count - 1 {
        index += 1
      } else {
        return carefully(line)
      }
    }
    return plain
  }

  /// The end of `ESC [ 1 ; 31 m`, which is nearly all that logs hold beside text.
  private static func colourEnd(in line: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard line[start] == 0x1B, start + 1 < line.count, line[start + 1] == UInt8(ascii: "[") else {
      return nil
    }
    var index = start + 2
    while index < line.count, (0x30...0x3B).contains(line[index]) { index += 1 }
    return index < line.count && line[index] == UInt8(ascii: "m") ? index + 1 : nil
  }

  private static func carefully(_ line: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    AnsiText.parse(String(decoding: line, as: UTF8.self), base: .plain)
      .flatMap { Array($0.text.utf8) }
  }
}
