package import Foundation

/// A public key that the caller has given to the service; our own extension.
package struct PublicKeyBody: Codable, Sendable, Equatable {
  package var id: String
  /// `SHA256:…`, as `ssh-keygen -l` prints it.
  package var fingerprint: String
  /// Type and key, as in `authorized_keys`.
  package var key: String
  /// What its owner calls it; may be empty.
  package var comment: String
  package var createdAt: Date

  package init(id: String, fingerprint: String, key: String, comment: String, createdAt: Date) {
    self.id = id
    self.fingerprint = fingerprint
    self.key = key
    self.comment = comment
    self.createdAt = createdAt
  }

  enum CodingKeys: String, CodingKey {
    case id, fingerprint, key, comment
    case createdAt = "created_at"
  }
}

/// `POST /public-keys`.
package struct NewPublicKeyRequest: Codable, Sendable {
  /// A line as it stands in a `.pub` file.
  package var key: String

  package init(key: String) { self.key = key }
}
