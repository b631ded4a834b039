/// Whether and how a new build's machine can be entered; stands among the fields of a trigger and of
/// a rebuild.
package struct RemoteAccessWish: Codable, Sendable, Equatable {
  package var isRemote: Bool?
  /// How long the machine stays up after its steps, before the grace begins.
  package var holdSeconds: Int?
  /// Public keys that open the machine besides those that the caller has given to the service.
  package var publicKeys: [String]?

  package init(isRemote: Bool? = nil, holdSeconds: Int? = nil, publicKeys: [String]? = nil) {
    self.isRemote = isRemote
    self.holdSeconds = holdSeconds
    self.publicKeys = publicKeys
  }

  /// With remote access, and with no more than is asked for.
  package init(remoteAccess: Bool, hold: Int? = nil, publicKeys: [String] = []) {
    self.init(
      isRemote: remoteAccess ? true : nil, holdSeconds: hold,
      publicKeys: publicKeys.isEmpty ? nil : publicKeys)
  }

  enum CodingKeys: String, CodingKey {
    case isRemote = "is_remote"
    case holdSeconds = "hold_seconds"
    case publicKeys = "public_keys"
  }
}
