import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The part of the API that a dashboard needs.
struct SimulatorRoutes: Sendable {
  let simulator: BitriseSimulator

  func router() -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: SimulatorGate(simulator: simulator))
    router.get("build/:build") { _, _ in
      Answer.text(200, simulator.state.withLock { $0.panel }, type: "text/plain; charset=utf-8")
    }
    router.get("archive/:build", use: archive)
    let api = router.group("v0.1")
    api.get("me") { _, _ in Answer.json(["data": Samples.fields(Samples.me)]) }
    api.get("organizations") { _, _ in Answer.json(["data": [Any]()]) }
    api.get("apps", use: apps)
    api.get("apps/:app") { request, context in
      guard let app = app(context) else { return Answer.message(404, "Not Found") }
      return Answer.json(["data": world.appFields(app)])
    }
    api.get("builds", use: allBuilds)
    api.get("apps/:app/builds", use: builds)
    api.post("apps/:app/builds", use: trigger)
    api.get("apps/:app/builds/:build", use: build)
    api.post("apps/:app/builds/:build/rebuild", use: rebuild)
    api.post("apps/:app/builds/:build/abort", use: abort)
    api.get("apps/:app/builds/:build/log", use: log)
    api.get("apps/:app/builds/:build/log/summary", use: summary)
    api.get("apps/:app/build-workflows") { _, _ in
      Answer.json(["data": ["primary", "deploy", "nightly"]])
    }
    api.get("apps/:app/bitrise.yml", use: nextConfiguration)
    api.post("apps/:app/bitrise.yml", use: upload)
    api.get("apps/:app/bitrise.yml/config", use: location)
    api.get("apps/:app/roles/:role") { _, _ in Answer.json(["groups": ["a1b2c3"]]) }
    router.get("files/:artifact", use: file)
    api.get("apps/:app/builds/:build/bitrise.yml", use: configuration)
    api.get("apps/:app/builds/:build/artifacts", use: artifacts)
    api.get("apps/:app/builds/:build/artifacts/:artifact", use: artifact)
    PipelineRoutes(routes: self).add(to: api)
    return router
  }

  var world: World { simulator.state.withLock { $0.world } }

  func app(_ context: BasicRequestContext) -> Int? {
    context.parameters.get("app").flatMap(world.app)
  }

  func place(_ context: BasicRequestContext) -> World.Place? {
    let world = world
    guard let app = context.parameters.get("app").flatMap(world.app),
      let place = context.parameters.get("build").flatMap(world.find),
      world.app(of: place) == app
    else { return nil }
    return place
  }

  private func gzip(_ request: Request) -> Bool {
    !SimulatorGate.isPlain && request.headers[.acceptEncoding]?.contains("gzip") ?? false
  }

  // MARK: Lists

  @Sendable private func apps(_ request: Request, _ context: BasicRequestContext) -> Response {
    let world = world
    guard let limit = limit(request) else { return Answer.message(400, "limit is too high") }
    let parameters = request.uri.queryParameters
    if let title = parameters.get("title") {
      let found = (0..<world.appCount).filter { world.appTitle($0) == title }
      return list(found.map(world.appFields), next: nil, total: found.count, limit, request)
    }
    let start = parameters.get("next").flatMap(world.app) ?? 0
    let end = min(world.appCount, start + limit)
    return list(
      (start..<end).map(world.appFields), next: end < world.appCount ? world.appSlug(end) : nil,
      total: world.appCount, limit, request)
  }

  /// Of this list the documentation knows no filters but these.
  @Sendable private func allBuilds(
    _ request: Request, _ context: BasicRequestContext
  ) -> Response {
    let known: Set<String> = ["owner_slug", "is_on_hold", "status", "next", "limit"]
    if let odd = request.uri.queryParameters.first(where: { !known.contains(String($0.key)) }) {
      return Answer.message(400, "unknown parameter \(odd.key)")
    }
    return builds(request, of: nil)
  }

  @Sendable private func builds(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard let app = app(context) else { return Answer.message(404, "Not Found") }
    return builds(request, of: app)
  }

  private func builds(_ request: Request, of app: Int?) -> Response {
    let (world, now) = (world, simulator.now)
    guard let limit = limit(request) else { return Answer.message(400, "limit is too high") }
    let parameters = request.uri.queryParameters
    let status = parameters.get("status").flatMap { Int($0) }
    let number = parameters.get("build_number").flatMap { Int($0) }
    let branch = parameters.get("branch")
    var index = parameters.get("next").flatMap(world.find).map(world.index(of:)) ?? 0
    var found: [World.Place] = []
    while index < world.count, found.count <= limit {
      let place = world.place(at: index)
      index += 1
      if let app, world.app(of: place) != app { continue }
      if let status, world.status(of: place, now) != status { continue }
      if let number, world.number(of: place) != number { continue }
      if let branch, world.fields(place, now)["branch"] as? String != branch { continue }
      found.append(place)
    }
    let items = found.prefix(limit).map { place in
      var fields = world.fields(place, now)
      if app == nil { fields["repository"] = world.appFields(world.app(of: place)) }
      return fields
    }
    let next = found.count > limit ? found.last.map(world.slug) : nil
    return list(items, next: next, total: world.count, limit, request)
  }

  private func limit(_ request: Request) -> Int? {
    let limit = request.uri.queryParameters.get("limit").flatMap { Int($0) } ?? 50
    return (1...50).contains(limit) ? limit : nil
  }

  private func list(
    _ items: [[String: Any]], next: String?, total: Int, _ limit: Int, _ request: Request
  ) -> Response {
    var paging: [String: Any] = ["total_item_count": total, "page_item_limit": limit]
    paging["next"] = next
    return Answer.json(["data": items, "paging": paging], gzip: gzip(request))
  }

  // MARK: Builds

  @Sendable private func build(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard let place = place(context) else { return Answer.message(404, "Not Found") }
    return Answer.json(["data": world.fields(place, simulator.now)], gzip: gzip(request))
  }

  @Sendable private func trigger(
    _ request: Request, _ context: BasicRequestContext
  ) async throws -> Response {
    guard let app = app(context) else { return Answer.message(404, "Not Found") }
    let body = try await fields(request)
    guard (body["hook_info"] as? [String: Any])?["type"] as? String == "bitrise" else {
      return Answer.json(Samples.fields(Samples.refusedTrigger), status: 400)
    }
    if simulator.state.withLock({ $0.isTester }) { return Answer.message(403, "Forbidden") }
    let new = simulator.begin(app: app)
    var answer = Samples.fields(Samples.trigger)
    answer["slug"] = new.app
    answer["build_slug"] = new.build
    answer["build_number"] = new.number
    return Answer.json(answer, status: 201)
  }

  @Sendable private func rebuild(
    _ request: Request, _ context: BasicRequestContext
  ) async throws -> Response {
    guard let place = place(context) else { return Answer.message(404, "Not Found") }
    let world = world
    let body = try await fields(request)
    if let odd = body.keys.first(where: { $0 != "is_remote" }) {
      return Answer.message(400, "unknown field \(odd)")
    }
    if simulator.state.withLock({ $0.isTester }) {
      return Answer.message(403, "You have no permission to enable remote access")
    }
    guard world.status(of: place, simulator.now) != 0 else {
      return Answer.message(400, "build is not finished yet")
    }
    let isRemote = body["is_remote"] as? Bool ?? false
    let new = simulator.begin(app: world.app(of: place)) { $0.isRemote = isRemote }
    var answer = Samples.fields(Samples.rebuild)
    answer["build_slug"] = new.build
    answer["build_number"] = new.number
    return Answer.json(answer, status: 201)
  }

  @Sendable private func abort(
    _ request: Request, _ context: BasicRequestContext
  ) async throws -> Response {
    guard let place = place(context) else { return Answer.message(404, "Not Found") }
    let now = simulator.now
    guard case .scripted(let index) = place, world.status(of: place, now) == 0 else {
      return Answer.message(400, "build is finished")
    }
    simulator.state.withLock { $0.world.scripted[index].abortedAt = now }
    return Answer.json(["status": "ok"])
  }

  func fields(_ request: Request) async throws -> [String: Any] {
    let buffer = try await request.body.collect(upTo: 1 << 20)
    let value = try? JSONSerialization.jsonObject(with: Data(buffer.readableBytesView))
    return value as? [String: Any] ?? [:]
  }
}
