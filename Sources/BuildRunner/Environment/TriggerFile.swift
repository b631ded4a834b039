import Foundation

/// The file that holds what a build's trigger said, also what is too long for a variable.
///
/// Bitrise's steps find it at `BITRISEIO_ENVFILE_PATH`: a map of all variables, and a list of
/// those that are empty in the environment because of their length.
struct TriggerFile {
  static let variable = "BITRISEIO_ENVFILE_PATH"
  /// Together; the environment must have room for everything else too.
  private static let limit = 512 << 10

  /// The variables with the erased ones empty.
  private(set) var values: [String: String]
  /// What was erased.
  private(set) var erased: [String: String] = [:]

  init(_ values: [String: String]) {
    self.values = values
    let sizes = values.map { (key: $0.key, size: EnvironmentSize.size($0.key, $0.value)) }
      .sorted { ($0.size, $0.key) > ($1.size, $1.key) }
    var sum = sizes.reduce(0) { $0 + $1.size }
    for (key, size) in sizes where size > EnvironmentSize.longestVariable || sum > Self.limit {
      erased[key] = values[key]
      self.values[key] = ""
      sum -= size
    }
  }

  /// The file's text; JSON is YAML as well.
  func text() throws -> String {
    struct Content: Encodable {
      var envs: [String: String]
      var erased: [String]

      enum CodingKeys: String, CodingKey {
        case envs
        case erased = "erased_envs"
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let content = Content(
      envs: values.merging(erased) { $1 }, erased: erased.keys.sorted())
    return String(decoding: try encoder.encode(content), as: UTF8.self) + "\n"
  }

  /// What the log says where something was erased.
  var notice: String? {
    guard !erased.isEmpty else { return nil }
    return "\u{1b}[33;1mToo long for variables, so empty: "
      + erased.keys.sorted().joined(separator: ", ")
      + ". Their values stand in the file $\(Self.variable).\u{1b}[0m\n"
  }
}
