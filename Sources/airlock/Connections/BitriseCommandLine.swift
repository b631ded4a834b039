import Foundation
import Yams

/// What Bitrise's own command line has kept on this computer; it is read and never changed.
struct BitriseCommandLine: Sendable {
  private let folder: URL

  /// - Parameter configuration: the folder in which all programs keep theirs.
  init(configuration: URL) { folder = configuration.appending(path: "bitrise") }

  init(_ directories: Directories) {
    self.init(configuration: directories.configuration.deletingLastPathComponent())
  }

  var tokenFile: URL { folder.appending(path: "auth.yaml") }

  /// Nil where nobody has logged in with it.
  var token: String? { value("token", in: tokenFile) }

  /// Where it asks; nil where nobody has said.
  var address: String? { value("api_base_url", in: folder.appending(path: "config.yaml")) }

  /// Whether there is a token, without reading it.
  var hasToken: Bool { FileManager.default.isReadableFile(atPath: tokenFile.path) && token != nil }

  private func value(_ key: String, in file: URL) -> String? {
    guard let text = try? String(contentsOf: file, encoding: .utf8),
      let value = try? Yams.compose(yaml: text)?.mapping?[key]?.scalar?.string
    else { return nil }
    let trimmed = value.trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.isEmpty ? nil : trimmed
  }

  /// Where Bitrise answers by itself.
  static let usualAddress = "https://api.bitrise.io"
  static let addressVariable = "BITRISE_API_BASE_URL"

  /// Where the pages of its website are, as its own command line has it.
  static func pages(_ environment: [String: String]) -> String {
    let given = environment["BITRISE_WEB_BASE_URL"].flatMap { try? ConnectionAddress.url($0) }
    return (given?.absoluteString ?? "https://app.bitrise.io") + "/build/"
  }

  /// The app that its variables name.
  static func app(_ environment: [String: String]) -> String? {
    ["BITRISE_APP_ID", "BITRISE_APP_SLUG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
  }
}
