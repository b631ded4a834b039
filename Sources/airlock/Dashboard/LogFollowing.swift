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
        try await reading.each((position ?? 0) + 1 ... .max) { chunks in
          guard let last = chunks.last else { return }
          position = last.position
          report(.grown(chunks))
        }
        if isFinished { return }
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
