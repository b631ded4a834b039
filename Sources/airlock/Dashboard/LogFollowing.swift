import BuildClient
import BuildModel
import Dashboard
import DashboardRuntime

/// Hands over a log as it grows.
struct LogFollowing: Sendable {
  let link: ServiceLink
  let build: Build
  let bell: LogBell
  let report: @Sendable (LogNews) -> Void

  private static let pause = Duration.milliseconds(50)

  /// Tells what has come since; where that is more than one answer holds, only the end of it.
  ///
  /// Whoever hands over a gigabyte that nobody looks at holds up the screen, and fills the memory
  /// with what waits for it.
  ///
  /// - Returns: the position that the log has come to.
  private func tell(_ reading: LogReading, after position: Int) async throws -> Int {
    let answer = try await reading.answer(after: position)
    guard let last = answer.chunks.last else { return position }
    if answer.isWhole {
      report(.grown(answer.chunks))
      return last.position
    }
    let end = try await reading.end(after: last.position)
    report(.leapt(end))
    return end.last ?? last.position
  }

  func run(after position: Int?) async throws {
    let rings = bell.rings(of: build.slug).makeAsyncIterator()
    var position = position
    var iterator = rings
    while true {
      do {
        let client = try await link.client()
        // The state first: what is read after the end is all there is.
        let isFinished = try await client.build(App(of: build), build.slug).status.isFinished
        let reading = LogReading { [build] after in
          LogAnswer(try await client.logPart(build.app, build.slug, after: after))
        }
        if position == nil {
          let end = try await reading.end()
          position = end.last
          report(.end(end))
        }
        position = try await tell(reading, after: position ?? 0)
        if isFinished {
          guard try await client.offer() == .pageOnly else { return }
          let rest = try await client.restOfLog(build.app, build.slug, after: position ?? 0)
          if !rest.isEmpty { report(.grown(rest)) }
          return
        }
        // A log that floods is told a few times a second: more nobody can read.
        try await NetworkThreads.pause(Self.pause)
      } catch let error as ServiceError where error.isPassing {
        // The watch says so on the screen and rings when the service is back.
      }
      guard await iterator.next() != nil else { return }
    }
  }
}

extension LogAnswer {
  init(_ part: LogPart) { self.init(chunks: part.chunks, isWhole: part.isWhole) }
}
