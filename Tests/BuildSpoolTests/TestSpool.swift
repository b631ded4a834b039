import BuildModel
import BuildSpool
import Foundation

/// A spool folder for one test; removed with this object.
final class TestSpool: Sendable {
  let folder: SpoolFolder

  init() throws {
    folder = SpoolFolder(
      FileManager.default.temporaryDirectory.appending(path: "airlock-spool-" + UUID().uuidString))
    try folder.create(order: Self.order)
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder.url) } catch { _ = error }
  }

  static let order = BuildOrder(
    build: BuildSlug(rawValue: "b1"), number: 3, app: AppSlug(rawValue: "a1"), appTitle: "App",
    repository: "/r", branch: "main", workflow: "test", configuration: "workflows: {test: {}}",
    environment: [EnvironmentVariable(key: "K", value: "v")], isRemote: true, grace: 15)

  static func date(_ seconds: TimeInterval) -> Date { Date(timeIntervalSince1970: seconds) }
}
