import Crypto
import Foundation

/// What is kept of a token: enough to know it again, too little to use it.
enum TokenDigest {
  static func hash(of token: String) -> String {
    SHA256.hash(data: Data(token.utf8)).hexadecimal
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
