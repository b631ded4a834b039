import BuildModel
import Crypto
import Foundation

/// Makes addresses that work without a token, for ten minutes, also after a restart.
struct ArchiveSigner: Sendable {
  static let lifetime: TimeInterval = 600

  private let key: SymmetricKey

  init(key: SymmetricKey) { self.key = key }

  /// A path below the base path, with the query that lets its reader in.
  func signed(_ path: String, at now: Date) -> String {
    let expires = Int(now.timeIntervalSince1970 + Self.lifetime)
    let code = HMAC<SHA256>.authenticationCode(for: Self.text(path, expires), using: key)
    return "\(path)?expires=\(expires)&signature=\(code.hexadecimal)"
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

  private static func text(_ path: String, _ expires: Int) -> Data {
    Data("\(path)\n\(expires)".utf8)
  }
}

extension ArchiveSigner {
  /// Signs with the data folder's key, which is made where there is none.
  ///
  /// - Throws: `ServiceError` where the key cannot be read or written.
  init(keyIn folder: URL) throws {
    let file = folder.appending(path: "archive.key")
    if !FileManager.default.fileExists(atPath: file.path) {
      let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
      try PrivateFile.write(key, to: file)
    }
    let key: Data
    do { key = try Data(contentsOf: file) } catch {
      throw ServiceError(description: "cannot read \(file.path): \(error)")
    }
    guard key.count == 32 else {
      throw ServiceError(
        description: "\(file.path) holds no key of 32 bytes; remove it and start again (addresses"
          + " of logs that were given out stop working)")
    }
    self.init(key: SymmetricKey(data: key))
  }
}

extension [UInt8] {
  init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
