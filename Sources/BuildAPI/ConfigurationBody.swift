import Foundation

/// `POST /apps/{a}/bitrise.yml`.
///
/// Bitrise's description asks for the configuration as JSON, its clients also send the YAML.
package struct ConfigurationUpload: Sendable, Equatable {
  package var text: String
  package init(text: String) { self.text = text }
}

extension ConfigurationUpload: Codable {
  private enum CodingKeys: String, CodingKey {
    case text = "app_config_datastore_yaml"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(JSONValue.self, forKey: .text) {
    case .text(let text): self.init(text: text)
    case .object(let members):
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      // JSON is YAML too.
      let data = try encoder.encode(members)
      self.init(text: String(decoding: data, as: UTF8.self) + "\n")
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .text, in: container, debugDescription: "it is neither a text nor an object")
    }
  }
}

/// `GET` and `PUT /apps/{a}/bitrise.yml/config`.
package struct ConfigurationLocationBody: Codable, Sendable, Equatable {
  package enum Location: String, Codable, Sendable, CaseIterable {
    case repository
    /// The service's own copy; the name is Bitrise's.
    case service = "bitrise.io"
  }

  package var location: Location
  package init(location: Location) { self.location = location }
}

/// `POST /validate-bitrise-yml` in JSON.
package struct ValidationRequest: Codable, Sendable {
  package var text: String
  package init(text: String) { self.text = text }

  enum CodingKeys: String, CodingKey {
    case text = "bitrise_yml"
  }
}

/// What was found in a configuration; with a message where it cannot be run.
package struct ValidationBody: Codable, Sendable, Equatable {
  package var message: String?
  package var errors: [String]
  package var warnings: [String]

  package init(errors: [String], warnings: [String]) {
    message = errors.isEmpty ? nil : errors.joined(separator: "; ")
    self.errors = errors
    self.warnings = warnings
  }
}
