import Crypto
import Foundation

/// What is kept of a token: enough to know it again, too little to use it.
enum TokenDigest {
  static func hash(of token: String) -> String {
    SHA256.hash(data: Data(token.utf8)).hexadecimal
  }

  /// Takes the same time wherever two digests differ.
  static func areEqual(_ digest: String, _ other: String) -> Bool {
    let (left, right) = (Array(digest.utf8), Array(other.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// A new token of 256 random bits.
  static func makeToken() -> String {
    "airlock_" + SymmetricKey(size: .bits256).withUnsafeBytes { Array($0).hexadecimal }
  }
}

/// Slugs that nobody has had before.
enum FreshSlug {
  static func app() -> String { SymmetricKey.sixteenDigits }
  static func user() -> String { SymmetricKey.sixteenDigits }
  static func token() -> String { SymmetricKey.sixteenDigits }
  static func secret() -> String { SymmetricKey.sixteenDigits }
  static func build() -> String { UUID().uuidString.lowercased() }
  /// Tells one run of the service from the next.
  static func boot() -> String { String(SymmetricKey.sixteenDigits.prefix(8)) }
}

extension SymmetricKey {
  fileprivate static var sixteenDigits: String {
    SymmetricKey(size: .init(bitCount: 64)).withUnsafeBytes { Array($0).hexadecimal }
  }
}

extension Sequence where Element == UInt8 {
  var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
