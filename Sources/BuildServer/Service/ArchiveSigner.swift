import BuildAPI
import BuildModel
import Crypto
import Foundation

/// Makes addresses of whole logs and of artifacts that work without a token, for ten minutes.
///
/// The key lives as long as the service runs: after a restart an address must be asked for anew.
struct ArchiveSigner: Sendable {
  static let lifetime: TimeInterval = 600

  private let key = SymmetricKey(size: .bits256)

  /// The path and query of a build's whole log, below the base path.
  func path(of build: BuildSlug, at now: Date) -> String {
    signed(Self.archive(of: build), at: now)
  }

  /// - Throws: a refusal where the log's address was changed or is too old.
  func check(_ build: BuildSlug, expires: String?, signature: String?, at now: Date) throws {
    try check(Self.archive(of: build), expires: expires, signature: signature, at: now)
  }

  /// A path below the base path, with what lets its holder in.
  func signed(_ path: String, at now: Date) -> String {
    let expires = Int(now.timeIntervalSince1970 + Self.lifetime)
    return "\(path)?expires=\(expires)&signature=\(signature(path, expires))"
  }

  /// - Throws: a refusal where the address was changed or is too old.
  func check(_ path: String, expires: String?, signature: String?, at now: Date) throws {
    guard let expires = expires.flatMap({ Int($0) }), let signature,
      let code = [UInt8](hexadecimal: signature),
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: Self.text(path, expires), using: key)
    else { throw Refusal(.forbidden, "This address was not made by this service.") }
    guard now.timeIntervalSince1970 < Double(expires) else {
      throw Refusal(.forbidden, "This address has expired; ask for a new one.")
    }
  }

  private static func archive(of build: BuildSlug) -> String { "/archives/\(build)" }

  private func signature(_ path: String, _ expires: Int) -> String {
    HMAC<SHA256>.authenticationCode(for: Self.text(path, expires), using: key).hexadecimal
  }

  private static func text(_ path: String, _ expires: Int) -> Data {
    Data("\(path)\n\(expires)".utf8)
  }
}

extension [UInt8] {
  init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
