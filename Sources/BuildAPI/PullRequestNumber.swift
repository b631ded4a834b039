import Foundation

/// The number of a pull request; Bitrise leaves open whether it is sent as a number or a text.
package struct PullRequestNumber: Codable, Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// 0 stands for no pull request.
  package static let range = 0...Int(UInt32.max)

  package let value: Int

  package init(integerLiteral value: Int) { self.value = value }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number = try? container.decode(Int.self)
    guard let value = try number ?? Int(container.decode(String.self)),
      Self.range.contains(value)
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a pull request is a number up to \(UInt32.max)")
    }
    self.value = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

extension BuildParams {
  /// Where people look at the pull request, on the hosts whose addresses are known.
  func pullRequestViewURL(of number: Int) -> String? {
    guard let text = baseRepositoryURL ?? pullRequestRepositoryURL, let url = URL(string: text),
      let scheme = url.scheme, ["http", "https"].contains(scheme), let host = url.host()
    else { return nil }
    let places = [
      "github.com": "pull", "gitlab.com": "-/merge_requests", "bitbucket.org": "pull-requests",
    ]
    guard let place = places[host] else { return nil }
    let path = url.path().hasSuffix(".git") ? String(url.path().dropLast(4)) : url.path()
    return "https://\(host)\(path)/\(place)/\(number)"
  }
}
