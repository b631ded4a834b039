/// Everything the service answers to, in one place for its description and its refusals.
package enum Contract {
  package static let areas: [Area] = [
    .people, .apps, .configuration, .secrets, .builds, .logs, .artifacts, .access, .service,
  ]

  package static let operations = areas.flatMap(\.operations)

  /// The operation that a request means; nil where there is none.
  package static func operation(_ method: String, at path: String) -> Operation? {
    operations(at: path).first { $0.method.rawValue.uppercased() == method }
  }

  /// What can be asked of a path, which begins with the base path.
  package static func operations(at path: String) -> [Operation] {
    let words = path.split(separator: "/")
    guard words.first.map({ "/\($0)" }) == Paths.base else { return [] }
    let asked = words.dropFirst()
    let meant = operations.filter { $0.matches(asked) }
    // As in the router, a word that is spelt out goes before a parameter.
    guard let closest = meant.min(by: { $0.pathParameters.count < $1.pathParameters.count }) else {
      return []
    }
    return meant.filter { $0.path == closest.path }
  }
}

/// Operations that belong together, and the shapes that they speak in.
package struct Area: Sendable {
  package var name: String
  package var description: String
  package var schemas: [String: Schema]
  package var operations: [Operation]
}

extension Operation {
  fileprivate func matches(_ words: ArraySlice<Substring>) -> Bool {
    let own = path.split(separator: "/")
    return own.count == words.count
      && zip(own, words).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }
}
