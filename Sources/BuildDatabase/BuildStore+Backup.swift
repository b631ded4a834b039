package import BuildModel
package import Foundation
import GRDB

extension BuildStore {
  /// Copies a database as it is at one moment, also while others write to it.
  package static func copy(_ file: URL, to copy: URL) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    let source = try DatabaseQueue(path: file.path, configuration: configuration)
    try source.vacuum(into: copy.path)
    try source.close()
  }

  /// All builds there are, in no order.
  package func allBuilds() async throws -> [BuildSlug] {
    try await database.read { database in
      try String.fetchAll(database, sql: "SELECT slug FROM build")
        .map(BuildSlug.init(rawValue:))
    }
  }
}
