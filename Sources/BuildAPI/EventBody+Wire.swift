package import Foundation

extension EventBody {
  /// The `data:` field, on one line.
  package func data() throws -> Data {
    let encoder = WireCoding.encoder()
    return switch self {
    case .build(let build, let app): try encoder.encode(BuildEventData(app: app, build: build))
    case .step(let step, let build, let app):
      try encoder.encode(StepEventData(appSlug: app, buildSlug: build, step: step))
    case .window(let window): try encoder.encode(window)
    case .log(let build, let app, let chunks):
      try encoder.encode(LogEventData(appSlug: app, buildSlug: build, chunks: chunks))
    case .reset: Data("{}".utf8)
    }
  }

  /// Reads an event; nil for one of a name we do not know, which a listener passes over.
  package init?(name: String, data: Data) throws {
    let decoder = WireCoding.decoder()
    switch name {
    case "build":
      let body = try decoder.decode(BuildEventData.self, from: data)
      self = .build(body.build, app: body.app)
    case "step":
      let body = try decoder.decode(StepEventData.self, from: data)
      self = .step(body.step, build: body.buildSlug, app: body.appSlug)
    case "window": self = .window(try decoder.decode(RemoteAccessBody.self, from: data))
    case "log":
      let body = try decoder.decode(LogEventData.self, from: data)
      self = .log(build: body.buildSlug, app: body.appSlug, chunks: body.chunks)
    case "reset": self = .reset
    default: return nil
    }
  }
}
