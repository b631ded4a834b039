package import BuildModel

/// One event of `GET /events`.
package enum EventBody: Sendable, Equatable {
  case build(BuildBody, app: AppBody)
  case step(StepBody, build: BuildSlug, app: AppSlug)
  /// Without secrets.
  case window(RemoteAccessBody)
  /// A build's log has grown to this many chunks.
  case log(build: BuildSlug, app: AppSlug, chunks: Int)
  /// The stream cannot be resumed where the listener left it: read everything anew.
  case reset
}

extension EventBody {
  /// The `event:` field.
  package var name: String {
    switch self {
    case .build: "build"
    case .step: "step"
    case .window: "window"
    case .log: "log"
    case .reset: "reset"
    }
  }
}

/// What stands in the `data:` field of the events that have no body of their own elsewhere.
package struct BuildEventData: Codable, Sendable, Equatable {
  package var app: AppBody
  package var build: BuildBody

  package init(app: AppBody, build: BuildBody) {
    self.app = app
    self.build = build
  }
}

package struct StepEventData: Codable, Sendable, Equatable {
  package var appSlug: AppSlug
  package var buildSlug: BuildSlug
  package var step: StepBody

  package init(appSlug: AppSlug, buildSlug: BuildSlug, step: StepBody) {
    self.appSlug = appSlug
    self.buildSlug = buildSlug
    self.step = step
  }

  enum CodingKeys: String, CodingKey {
    case appSlug = "app_slug"
    case buildSlug = "build_slug"
    case step
  }
}

package struct LogEventData: Codable, Sendable, Equatable {
  package var appSlug: AppSlug
  package var buildSlug: BuildSlug
  package var chunks: Int

  package init(appSlug: AppSlug, buildSlug: BuildSlug, chunks: Int) {
    self.appSlug = appSlug
    self.buildSlug = buildSlug
    self.chunks = chunks
  }

  enum CodingKeys: String, CodingKey {
    case appSlug = "app_slug"
    case buildSlug = "build_slug"
    case chunks
  }
}
