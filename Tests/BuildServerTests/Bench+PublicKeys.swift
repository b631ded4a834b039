import BuildDatabase
import BuildModel
import Foundation

@testable import BuildServer

extension Bench {
  /// A line like `ssh-keygen` writes, with a key that nobody has.
  static func freshPublicKey() -> String {
    func field(_ bytes: [UInt8]) -> Data {
      withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Data($0) } + Data(bytes)
    }
    let blob =
      field(Array("ssh-ed25519".utf8)) + field((0..<32).map { _ in UInt8.random(in: 0...255) })
    return "ssh-ed25519 \(blob.base64EncodedString()) somebody"
  }

  /// Gives a user a key and returns its id.
  func addPublicKey(of name: String) async throws -> String {
    let key = try PublicKey(Self.freshPublicKey())
    let user = try await parts.user(named: name)
    let stored = StoredPublicKey(
      id: PublicKeyID(rawValue: FreshSlug.token()), user: user.slug, line: key.line,
      comment: key.comment, fingerprint: key.fingerprint, createdAt: parts.now)
    _ = try await parts.store.insertPublicKey(
      stored, noting: AuditEntry(at: parts.now, event: .publicKeyAdded))
    return stored.id.rawValue
  }
}
