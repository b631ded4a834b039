import CLibSSH

/// A key that a door proves itself with; made anew for every machine, never written anywhere.
struct HostKey: @unchecked Sendable {
  // Sendable although it holds a pointer: it is handed on once, to the listener.
  let key: ssh_key
  /// `ssh-ed25519 AAAA…`, as in `known_hosts`.
  let publicText: String
  /// `SHA256:…`.
  let fingerprint: String

  init() throws {
    var made: ssh_key?
    guard ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &made) == SSH_OK, let made else {
      throw MachineError(.notStarted, "No SSH host key can be made.")
    }
    guard let text = Self.base64(of: made), let fingerprint = Self.fingerprint(of: made) else {
      ssh_key_free(made)
      throw MachineError(.notStarted, "The SSH host key that was made cannot be shown.")
    }
    key = made
    publicText = "ssh-ed25519 \(text)"
    self.fingerprint = fingerprint
  }

  private static func base64(of key: ssh_key) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard ssh_pki_export_pubkey_base64(key, &text) == SSH_OK, let text else { return nil }
    defer { ssh_string_free_char(text) }
    return String(cString: text)
  }

  private static func fingerprint(of key: ssh_key) -> String? {
    var hash: UnsafeMutablePointer<UInt8>?
    var length = 0
    guard ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &length) == 0 else {
      return nil
    }
    defer { ssh_clean_pubkey_hash(&hash) }
    guard let text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length) else {
      return nil
    }
    defer { ssh_string_free_char(text) }
    return String(cString: text)
  }
}
