import BuildAPI
package import BuildModel
import Foundation

/// Builds that a pipeline asked for: they are rebuilt with it.
extension BuildClient {
  /// Rebuilds the pipeline of a build: what did not pass of it, and what follows on that.
  ///
  /// Never tried twice, as no trigger is.
  /// - Throws: a refusal where the pipeline is not found among the app's recent ones, or still
  ///   runs.
  package func rebuildPipeline(of build: Build) async throws {
    let id = try await pipeline(of: build)
    do {
      let body = try WireCoding.encoder().encode(PipelineRebuildRequest(partial: true))
      _ = try await send(.POST, Paths.pipeline(build.app, id) + "/rebuild", body: body)
    } catch let error as ServiceError where error.code == .refused(nil) {
      throw ServiceError(
        .refused(nil),
        "The pipeline of #\(build.number) cannot be rebuilt now; it may still run. \(error.sentence)"
      )
    }
  }

  /// A build names its place in a pipeline, not the pipeline: it is looked for among those that
  /// were asked for just before.
  private func pipeline(of build: Build) async throws -> String {
    let path = Paths.build(build.app, build.slug)
    let body = try await get(path, as: Envelope<BuildBody>.self).data
    let before = WireTime.text(build.triggeredAt.addingTimeInterval(60).wholeSeconds)
    let page = try await get(
      Paths.pipelines(build.app), query: ["before": before, "limit": "50"],
      as: PipelineList.self)
    for item in page.data where item.isPipeline {
      let shown = try await get(Paths.pipeline(build.app, item.slug), as: PipelineBody.self)
      let workflows = shown.workflows + shown.stages.flatMap(\.workflows)
      let isIt = workflows.contains {
        $0.externalID == build.slug.rawValue || $0.id == body.pipelineWorkflowID && !$0.id.isEmpty
      }
      if isIt { return item.slug }
    }
    throw ServiceError(
      .notFound,
      "The pipeline of #\(build.number) is not among the app's recent ones; its page"
        + " can rebuild it.")
  }
}

private struct PipelineRebuildRequest: Encodable {
  var partial: Bool
}

private struct PipelineList: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    var slug: String
    @FalseIfAbsent var isPipeline: Bool = false

    enum CodingKeys: String, CodingKey {
      case slug
      case isPipeline = "is_pipeline"
    }
  }

  var data: [Item]
}

private struct PipelineBody: Decodable, Sendable {
  struct Workflow: Codable, Sendable, Equatable {
    @EmptyIfAbsent var id: String = ""
    @EmptyIfAbsent var externalID: String = ""

    enum CodingKeys: String, CodingKey {
      case id
      case externalID = "external_id"
    }
  }

  struct Stage: Codable, Sendable, Equatable {
    @NoneIfAbsent var workflows: [Workflow] = []
  }

  @NoneIfAbsent var workflows: [Workflow] = []
  @NoneIfAbsent var stages: [Stage] = []
}
