import CLibSSH

/// The public keys that open a door besides its password.
final class AuthorizedKeys: @unchecked Sendable {
  // Sendable although it holds pointers: they are made in `init` and only compared afterwards.
  private let keys: [ssh_key]

  var isEmpty: Bool { keys.isEmpty }

  /// - Parameter lines: as in `authorized_keys`, without options; what is no key opens nothing.
  init(_ lines: [String]) {
    keys = lines.compactMap(Self.key)
  }

  deinit { for key in keys { ssh_key_free(key) } }

  func contains(_ key: ssh_key) -> Bool {
    keys.contains { ssh_key_cmp($0, key, SSH_KEY_CMP_PUBLIC) == 0 }
  }

  private static func key(_ line: String) -> ssh_key? {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count >= 2 else { return nil }
    let type = ssh_key_type_from_name(words[0])
    var key: ssh_key?
    guard type != SSH_KEYTYPE_UNKNOWN,
      ssh_pki_import_pubkey_base64(words[1], type, &key) == SSH_OK
    else { return nil }
    return key
  }
}
