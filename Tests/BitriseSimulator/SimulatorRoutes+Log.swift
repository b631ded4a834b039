import Foundation
import Hummingbird

extension SimulatorRoutes {
  @Sendable func summary(_ request: Request, _ context: BasicRequestContext) -> Response {
    let state = simulator.state.withLock { ($0.isTester, $0.log.hasSummary) }
    guard let place = place(context), !state.0, state.1 else {
      return Answer.message(404, "Not Found")
    }
    guard case .scripted(let index) = place else { return Answer.message(404, "Not Found") }
    return Answer.json(world.scripted[index].summary(simulator.now))
  }

  @Sendable func log(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard let place = place(context) else { return Answer.message(404, "Not Found") }
    let (habits, isTester) = simulator.state.withLock { ($0.log, $0.isTester) }
    if isTester || habits.isForbidden {
      return Answer.message(403, "You have no permission to see the log")
    }
    let now = simulator.now
    guard case .scripted(let index) = place else { return archived(slug: world.slug(place), now) }
    let build = world.scripted[index]
    guard now >= build.startedAt.addingTimeInterval(habits.youngSeconds) else {
      return Answer.message(404, "Not Found")
    }
    if build.status(now) != 0, now >= build.finishedAt.addingTimeInterval(build.archiveLag) {
      return archived(slug: build.slug, now)
    }
    return chunks(of: build, habits, request, now)
  }

  private func chunks(
    of build: ScriptedBuild, _ habits: LogHabits, _ request: Request, _ now: Date
  ) -> Response {
    let name = habits.isOldShape ? "timestamp" : "after_timestamp"
    let after = request.uri.queryParameters.get(name).flatMap { Double($0) } ?? 0
    var told: [[String: Any]] = []
    var newest = after
    for (index, chunk) in build.chunks.enumerated() where !habits.lost.contains(index + 1) {
      let arrival = chunk.at.addingTimeInterval(habits.late[index + 1] ?? 0)
      let time = arrival.timeIntervalSince1970
      guard arrival <= now, time > after || habits.replays else { continue }
      told.append(["chunk": chunk.text, "position": index + 1])
      newest = max(newest, time)
    }
    if habits.isShuffled { told.shuffle() }
    let cursor = String(newest)
    if habits.isOldShape {
      return Answer.json([
        "expiring_raw_log_url": NSNull(), "generated_log_chunks_num": NSNull(),
        "is_archived": false, "log_chunks": told, "timestamp": cursor,
      ])
    }
    return Answer.json([
      "log_chunks": told, "next_before_timestamp": cursor, "next_after_timestamp": cursor,
      "is_archived": false,
    ])
  }

  private func archived(slug: String, _ now: Date) -> Response {
    let seconds = simulator.state.withLock { $0.log.addressSeconds }
    let until = now.addingTimeInterval(seconds).timeIntervalSince1970
    return Answer.json([
      "log_chunks": [Any](), "is_archived": true,
      "expiring_raw_log_url": "\(simulator.url)/archive/\(slug)?until=\(until)",
      "next_before_timestamp": "0001-01-01T00:00:00Z",
      "next_after_timestamp": "0001-01-01T00:00:00Z",
    ])
  }

  /// A store for files, which is not Bitrise and refuses whoever shows it a token.
  @Sendable func archive(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard request.headers[.authorization] == nil else {
      return Answer.text(400, "<Error>InvalidArgument</Error>", type: "application/xml")
    }
    let until = request.uri.queryParameters.get("until").flatMap { Double($0) } ?? 0
    guard simulator.now.timeIntervalSince1970 < until else {
      return Answer.text(403, "<Error>ExpiredToken</Error>", type: "application/xml")
    }
    guard let slug = context.parameters.get("build"), let place = world.find(slug) else {
      return Answer.text(404, "<Error>NoSuchKey</Error>", type: "application/xml")
    }
    let isGzip = request.headers[.acceptEncoding]?.contains("gzip") ?? false
    switch place {
    case .scripted(let index):
      return Answer.text(200, world.scripted[index].wholeLog, type: "text/plain", gzip: isGzip)
    case .old:
      let lines = (1...300).map { "line \($0) of an old build\n" }.joined()
      return Answer.text(200, lines, type: "text/plain", gzip: isGzip)
    }
  }
}
