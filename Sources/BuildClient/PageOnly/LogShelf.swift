import BuildAPI
import BuildModel
import Foundation

/// The logs of a service that has no positions to ask after: put together here, the last few.
actor LogShelf {
  private struct Entry {
    var assembly = LogAssembly()
    var cursor: Cursor?
    var isWhole = false
    var lastLook: ContinuousClock.Instant?
  }

  /// Where to go on reading, in the words of one of two shapes.
  private enum Cursor: Equatable {
    case afterTimestamp(String)
    case timestamp(String)

    var query: [String: String] {
      switch self {
      case .afterTimestamp(let text): ["after_timestamp": text]
      case .timestamp(let text): ["timestamp": text]
      }
    }
  }

  private var entries: [BuildSlug: Entry] = [:]
  private var order: [BuildSlug] = []
  private static let most = 4
  /// A log is not looked at more often than this, however many ask.
  private static let usualPause = Duration.seconds(2)
  /// So many bytes one answer holds.
  private static let answerBytes = 256 << 10

  /// The chunks above a position that are known, or else are found by one look.
  func part(
    _ app: AppSlug, _ build: BuildSlug, after position: Int, client: BuildClient,
    pause: Duration = usualPause
  ) async throws -> LogPart {
    if entries[build] == nil { makeRoom(for: build) }
    let entry = entries[build] ?? Entry()
    if !entry.isWhole, position >= entry.assembly.pieces.count {
      let rests = entry.lastLook.map { ContinuousClock.now - $0 < pause } ?? false
      if !rests { try await look(app, build, client) }
    }
    return answer(build, after: position)
  }

  /// Where the parts of a build's steps lie in its log, by their numbers, as far as it is known.
  func stepParts(_ build: BuildSlug) -> [ClosedRange<Int>] {
    guard let assembly = entries[build]?.assembly else { return [] }
    let starts = assembly.stepStarts
    return starts.enumerated().map { index, start in
      let next = starts.indices.contains(index + 1) ? starts[index + 1] : nil
      return start...max(start, (next ?? assembly.pieces.count + 1) - 1)
    }
  }

  private func makeRoom(for build: BuildSlug) {
    order.append(build)
    entries[build] = Entry()
    if order.count > Self.most { entries[order.removeFirst()] = nil }
  }

  private func answer(_ build: BuildSlug, after position: Int) -> LogPart {
    let pieces = entries[build]?.assembly.pieces ?? []
    var chunks: [LogChunk] = []
    var bytes = 0
    for index in max(0, position)..<max(pieces.count, position, 0) {
      guard bytes < Self.answerBytes else { break }
      chunks.append(LogChunk(position: index + 1, text: pieces[index], writtenAt: nil))
      bytes += pieces[index].utf8.count
    }
    let end = chunks.last?.position ?? position
    return LogPart(
      chunks: chunks, isWhole: entries[build]?.isWhole == true && end >= pieces.count)
  }

  private func look(_ app: AppSlug, _ build: BuildSlug, _ client: BuildClient) async throws {
    entries[build]?.lastLook = .now
    guard let body = try await body(app, build, client) else { return }
    if body.isArchived, let address = body.expiringRawLogURL, !address.isEmpty {
      let data = try await archive(address, app, build, client)
      entries[build]?.assembly.complete(String(decoding: data, as: UTF8.self))
      entries[build]?.isWhole = true
    } else {
      entries[build]?.assembly.take(body.logChunks)
      entries[build]?.cursor = Self.cursor(body)
      if body.isArchived {
        entries[build]?.assembly.finish()
        entries[build]?.isWhole = true
      }
    }
    let beginning = entries[build]?.assembly.pieces.prefix(8).joined() ?? ""
    if RemoteAccessLine.isUp(beginning) { client.learned.isOpen(build, of: app) }
  }

  /// Nil where the log is not there yet: for the first moments of a build there is none.
  private func body(
    _ app: AppSlug, _ build: BuildSlug, _ client: BuildClient
  ) async throws -> LogBody? {
    let query = entries[build]?.cursor?.query ?? [:]
    do {
      return try await client.get(Paths.log(app, build), query: query, as: LogBody.self)
    } catch let error as ServiceError where error.code == .notFound {
      let told = try await client.get(Paths.build(app, build), as: Envelope<BuildBody>.self).data
      if told.status == 0 { return nil }
      throw ServiceError(
        .notFound, "The log of #\(told.buildNumber) is not there, or your role may not read it.")
    } catch let error as ServiceError where error.code == .refused(nil) {
      // Whoever sees builds and not their logs is a tester: no other role is without them.
      client.learned.role(.tester, in: app)
      throw ServiceError(
        .refused(.role), "Your role (Tester/QA) may not read logs. \(error.sentence)")
    }
  }

  /// An address may have run out before it is used: then a fresh one is asked for, once.
  private func archive(
    _ address: String, _ app: AppSlug, _ build: BuildSlug, _ client: BuildClient
  ) async throws -> Data {
    do { return try await client.fetch(address) } catch let error as ServiceError
      where error.code == .notFound
    {
      let fresh = try await client.get(Paths.log(app, build), as: LogBody.self)
      return try await client.fetch(fresh.expiringRawLogURL ?? "")
    }
  }

  /// Nil where all has to be read again: no cursor, or the one that stands for none.
  private static func cursor(_ body: LogBody) -> Cursor? {
    if let next = body.nextAfterTimestamp, !next.isEmpty, !next.hasPrefix("0001-") {
      return .afterTimestamp(next)
    }
    return body.timestamp.flatMap { $0.isEmpty ? nil : .timestamp($0) }
  }
}

/// What the machine's agent writes at the beginning of a log about remote access.
enum RemoteAccessLine {
  /// Whether it says so: `warnings: [Remote Access:   Connection successfully initiated]`.
  static func isUp(_ beginning: String) -> Bool {
    let lines = beginning.split(whereSeparator: \.isNewline).prefix(60)
    return lines.contains { line in
      guard let start = line.range(of: "Remote Access:") else { return false }
      return line[start.upperBound...].contains("successfully initiated")
    }
  }
}
