/// A text that names one thing for good, so that an app's slug cannot be passed for a build's.
package protocol Identifier: RawRepresentable, Hashable, Sendable, Codable,
  CustomStringConvertible, Comparable
where RawValue == String {
  init(rawValue: String)
}

extension Identifier {
  package var description: String { rawValue }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package init(from decoder: any Decoder) throws {
    self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// An app's slug: 16 lowercase hexadecimal digits on our own service, also a UUID on Bitrise.
package struct AppSlug: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A build's slug: unique over all apps of a service.
package struct BuildSlug: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// The name a stack goes by in `meta.bitrise.io.stack` and in the list of available stacks.
package struct StackName: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

extension StackName {
  /// The stack of a build that names none.
  package static let linux = StackName(rawValue: "linux")
}
