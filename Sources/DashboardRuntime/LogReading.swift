package import BuildModel
package import Dashboard

/// What the service answers about a log.
package struct LogAnswer: Sendable, Equatable {
  package var chunks: [LogChunk]
  /// Nothing will ever come after these.
  package var isWhole: Bool

  package init(chunks: [LogChunk], isWhole: Bool) {
    self.chunks = chunks
    self.isWhole = isWhole
  }
}

/// What whoever follows a log is told.
package enum LogNews: Sendable, Equatable {
  /// How far the log goes now, with its last chunks.
  case end(LogPage)
  case grown([LogChunk])
  /// So much has come that only its end is told.
  case leapt(LogPage)
}

/// Reads parts of a log, of any length, through answers that hold a little of it each.
package struct LogReading: Sendable {
  private let read: @Sendable (_ after: Int) async throws -> LogAnswer

  package init(_ read: @escaping @Sendable (_ after: Int) async throws -> LogAnswer) {
    self.read = read
  }

  /// The chunks above a position, as many as one answer holds.
  package func answer(after position: Int) async throws -> LogAnswer {
    try await read(position)
  }

  /// These chunks, as far as there are so many.
  package func page(_ part: ClosedRange<Int>) async throws -> LogPage {
    var chunks: [LogChunk] = []
    try await each(part) { chunks += $0 }
    return LogPage(chunks: chunks, held: chunks.isEmpty ? nil : part)
  }

  /// Hands over the chunks of a part in order, reading ahead by one answer meanwhile.
  package func each(
    _ part: ClosedRange<Int>, _ body: ([LogChunk]) async throws -> Void
  ) async throws {
    var answer = try await read(part.lowerBound - 1)
    while let last = answer.chunks.last {
      try Task.checkCancellation()
      let isLast = answer.isWhole || last.position >= part.upperBound
      async let next =
        isLast ? LogAnswer(chunks: [], isWhole: true) : read(last.position)
      try await body(answer.chunks.filter { part.contains($0.position) })
      answer = try await next
    }
  }

  // MARK: The end

  /// So many answers are read one after the other before the end is looked for in leaps.
  private static let fewAnswers = 3

  /// How far the log goes, with its last chunks: for a log of a gigabyte after some thirty answers.
  ///
  /// - Parameter start: a position that the log is known to have come to.
  package func end(after start: Int = 0) async throws -> LogPage {
    var tail: [LogChunk] = []
    var count = 0
    var last = start
    while true {
      let answer = try await read(last)
      guard let newest = answer.chunks.last else { return Self.end(tail, last) }
      tail = Self.tail(tail + answer.chunks)
      last = newest.position
      if answer.isWhole { return Self.end(tail, last) }
      count += 1
      guard count >= Self.fewAnswers else { continue }
      guard let (chunks, position) = try await leap(from: last, step: answer.chunks.count) else {
        return Self.end(tail, last)
      }
      (tail, last) = (chunks, position)
    }
  }

  /// Finds an answer that is at most one answer's length before the end; nil where there is no
  /// chunk beyond this one.
  private func leap(from start: Int, step: Int) async throws -> ([LogChunk], Int)? {
    var known = start
    var tail: [LogChunk]?
    var step = max(1, step)
    var beyond: Int?
    while beyond.map({ $0 - known > 1 }) ?? true {
      let probe = beyond.map { known + ($0 - known) / 2 } ?? known + step
      let answer = try await read(probe)
      if let newest = answer.chunks.last {
        tail = answer.chunks
        known = newest.position
        step *= 2
        if answer.isWhole { break }
      } else {
        beyond = probe
      }
    }
    if tail == nil {
      let answer = try await read(known)
      return answer.chunks.last.map { (answer.chunks, $0.position) }
    }
    return tail.map { ($0, known) }
  }

  private static func end(_ tail: [LogChunk], _ last: Int) -> LogPage {
    LogPage(chunks: tail, held: tail.first.map { $0.position...last }, last: last)
  }

  /// The end of what follows on one another, as much as is worth holding.
  private static func tail(_ chunks: [LogChunk]) -> [LogChunk] {
    var bytes = 0
    let kept = chunks.reversed().prefix { chunk in
      defer { bytes += chunk.text.utf8.count }
      return bytes < BuildLog.mostBytes / 2
    }
    return kept.reversed()
  }

  // MARK: Searching

  /// Looks for a query line by line and tells what it has found after each answer.
  package func search(
    _ query: LogQuery, in parts: [ClosedRange<Int>],
    _ report: @Sendable (LogFindings) -> Void
  ) async throws {
    for (number, part) in parts.enumerated() {
      var scanner = LogScanner(query, from: part.lowerBound)
      var through = part.lowerBound - 1
      // The chunk before tells whether the first one begins a line; the one behind ends the last.
      let read =
        max(1, part.lowerBound - 1)...(part.upperBound == .max ? .max : part.upperBound + 1)
      try await each(read) { chunks in
        let places = scanner.scan(chunks).filter { part.contains($0.chunk) }
        through = min(part.upperBound, chunks.last?.position ?? through)
        report(LogFindings(places: places, part: part.lowerBound, through: through))
      }
      let open = scanner.openLine().flatMap { part.contains($0.place.chunk) ? $0 : nil }
      let found = open.flatMap { $0.isMatch ? [$0.place] : nil } ?? []
      report(
        LogFindings(
          places: found, part: part.lowerBound, through: through, resume: open?.place.chunk,
          isLast: number == parts.count - 1))
    }
  }
}
