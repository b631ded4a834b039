import BuildAPI
import Hummingbird

/// What the service answers to, told to programs.
struct DescriptionRoutes: Sendable {
  func add(to group: RouterGroup<GateContext>) {
    group.get(RouterPath(Paths.openAPI), use: show)
  }

  @Sendable private func show(_ request: Request, _ context: GateContext) throws -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(bytes: try OpenAPIDocument.data.get())))
  }
}
