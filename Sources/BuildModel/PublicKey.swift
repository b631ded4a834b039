package import Foundation

/// Somebody's public SSH key.
package struct PublicKey: Sendable, Equatable {
  /// Types that OpenSSH makes today and that machines' doors understand.
  package static let types = [
    "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
  ]
  /// The longest text that is looked at; keys are far shorter.
  package static let lengthLimit = 16384

  package let type: String
  /// The key as SSH sends it.
  package let blob: Data
  /// What its owner calls it; may be empty.
  package let comment: String

  /// Reads a line as it stands in a `.pub` file.
  ///
  /// - Throws: one sentence that says what is wrong with it.
  package init(_ text: String) throws(PublicKeyError) {
    let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !line.contains("PRIVATE KEY") else { throw .isPrivate }
    guard line.utf8.count <= Self.lengthLimit, !line.contains(where: \.isNewline) else {
      throw .isNone
    }
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count >= 2, let blob = Data(base64Encoded: words[1]) else { throw .isNone }
    guard Self.types.contains(words[0]) else { throw .isOfUnknownType(words[0]) }
    guard Self.type(of: blob) == words[0] else { throw .isNone }
    type = words[0]
    self.blob = blob
    comment = words.count > 2 ? words[2] : ""
  }

  /// Type and key, as in `authorized_keys`.
  package var line: String { "\(type) \(blob.base64EncodedString())" }

  /// A key names its own type, with the length before it.
  private static func type(of blob: Data) -> String? {
    let length = blob.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard blob.count > 4 + length, length > 0 else { return nil }
    return String(bytes: blob.dropFirst(4).prefix(length), encoding: .utf8)
  }
}

/// Why a text is no public key that can be used.
package enum PublicKeyError: Error, Equatable, CustomStringConvertible {
  case isPrivate
  case isNone
  case isOfUnknownType(String)

  package var description: String {
    switch self {
    case .isPrivate: "That is a private key; the public one is in the file that ends in .pub."
    case .isNone:
      "That is no public SSH key; one is a single line like \"ssh-ed25519 AAAA… name\"."
    case .isOfUnknownType(let type):
      "Keys of type \(type.prefix(40)) cannot be used; use one of "
        + PublicKey.types.joined(separator: ", ") + "."
    }
  }
}
