import BuildAPI
import BuildModel
import Crypto
import Foundation

/// Makes addresses of whole logs that work without a token, for ten minutes.
///
/// The key lives as long as the service runs: after a restart an address must be asked for anew.
struct ArchiveSigner: Sendable {
  static let lifetime: TimeInterval = 600

  private let key = SymmetricKey(size: .bits256)

  /// The path and query, below the base path.
  func path(of build: BuildSlug, at now: Date) -> String {
    let expires = Int(now.timeIntervalSince1970 + Self.lifetime)
    return "/archives/\(build)?expires=\(expires)&signature=\(signature(build, expires))"
  }

  /// - Throws: a refusal where the address was changed or is too old.
  func check(_ build: BuildSlug, expires: String?, signature: String?, at now: Date) throws {
    guard let expires = expires.flatMap({ Int($0) }), let signature,
      let code = [UInt8](hexadecimal: signature),
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: Self.text(build, expires), using: key)
    else { throw Refusal(.forbidden, "This address was not made by this service.") }
    guard now.timeIntervalSince1970 < Double(expires) else {
      throw Refusal(.forbidden, "This address has expired; ask for the log again.")
    }
  }

  private func signature(_ build: BuildSlug, _ expires: Int) -> String {
    HMAC<SHA256>.authenticationCode(for: Self.text(build, expires), using: key).hexadecimal
  }

  private static func text(_ build: BuildSlug, _ expires: Int) -> Data {
    Data("\(build)\n\(expires)".utf8)
  }
}

extension [UInt8] {
  init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
