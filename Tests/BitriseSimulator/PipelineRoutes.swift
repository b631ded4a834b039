import Foundation
import Hummingbird

/// Pipelines of one workflow each: those of the scripted builds that have one.
struct PipelineRoutes: Sendable {
  let routes: SimulatorRoutes

  func add(to group: RouterGroup<BasicRequestContext>) {
    group.get("apps/:app/pipelines", use: list)
    group.get("apps/:app/pipelines/:pipeline", use: show)
    group.post("apps/:app/pipelines/:pipeline/rebuild", use: rebuild)
  }

  private func builds(_ context: BasicRequestContext) -> [ScriptedBuild] {
    let app = routes.app(context)
    return routes.world.scripted.filter { $0.app == app && $0.pipelineWorkflow != nil }
  }

  private func named(_ context: BasicRequestContext) -> ScriptedBuild? {
    let name = context.parameters.get("pipeline")
    return builds(context).first { "pipeline-\($0.number)" == name }
  }

  @Sendable private func list(_ request: Request, _ context: BasicRequestContext) -> Response {
    let alone: [String: Any] = ["slug": "alone", "is_pipeline": false, "build_number": 1]
    let items = builds(context).map { build -> [String: Any] in
      ["slug": "pipeline-\(build.number)", "is_pipeline": true, "build_number": build.number]
    }
    return Answer.json(["data": [alone] + items, "paging": ["page_item_limit": 10]])
  }

  @Sendable private func show(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard let build = named(context) else { return Answer.message(404, "Not Found") }
    return Answer.json([
      "id": "pipeline-\(build.number)", "status": "failed", "stages": [Any](),
      "workflows": [
        ["id": build.pipelineWorkflow ?? "", "external_id": build.slug, "name": "primary"]
      ],
    ])
  }

  @Sendable private func rebuild(
    _ request: Request, _ context: BasicRequestContext
  ) async throws -> Response {
    guard let build = named(context) else { return Answer.message(404, "Not Found") }
    guard build.status(routes.simulator.now) != 0 else {
      return Answer.message(412, "the pipeline still runs")
    }
    routes.simulator.begin(app: build.app) { $0.pipelineWorkflow = "again-\(build.number)" }
    return Answer.json([String: Any](), status: 201)
  }
}
