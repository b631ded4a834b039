import Crypto
import Foundation
import Synchronization

/// Seals texts, so that neither the database nor a copy of it holds them readable.
///
/// AES-GCM with a key that lies in a file of its own, for this user only, and is made when it is
/// first needed.
final class SecretVault: Sendable {
  private let file: URL
  private let known = Mutex<SymmetricKey?>(nil)

  init(keyFile: URL) { file = keyFile }

  /// - Parameter place: what the text is, and whose; it can be opened as that and nothing else.
  func seal(_ text: String, as place: [String]) throws -> Data {
    let box = try AES.GCM.seal(
      Data(text.utf8), using: try key(orMake: true), authenticating: Self.bytes(of: place))
    guard let sealed = box.combined else { throw VaultError("A secret cannot be sealed.") }
    return sealed
  }

  func open(_ sealed: Data, as place: [String]) throws -> String {
    let key = try key(orMake: false)
    do {
      let box = try AES.GCM.SealedBox(combined: sealed)
      let text = try AES.GCM.open(box, using: key, authenticating: Self.bytes(of: place))
      return String(decoding: text, as: UTF8.self)
    } catch {
      throw VaultError(
        "A secret cannot be opened: \(file.path) is not the key that it was sealed with, or the"
          + " database was changed by somebody else.")
    }
  }

  /// No part can be mistaken for the next: each has its length before it.
  private static func bytes(of place: [String]) -> Data {
    Data(place.map { "\($0.utf8.count):\($0)" }.joined().utf8)
  }

  private func key(orMake mayMake: Bool) throws -> SymmetricKey {
    try known.withLock { known in
      if let known { return known }
      let key = try read() ?? make(mayMake)
      known = key
      return key
    }
  }

  private func read() throws -> SymmetricKey? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let bytes = try Data(contentsOf: file)
    guard bytes.count == 32 else { throw VaultError("\(file.path) is no key.") }
    return SymmetricKey(data: bytes)
  }

  private func make(_ mayMake: Bool) throws -> SymmetricKey {
    guard mayMake else {
      throw VaultError("A secret cannot be opened: its key \(file.path) is gone.")
    }
    let key = SymmetricKey(size: .bits256)
    do { try PrivateFile.write(key.withUnsafeBytes { Data($0) }, to: file) } catch {
      throw VaultError("\(error)")
    }
    return key
  }
}

/// Why secrets cannot be sealed or opened, in one sentence.
struct VaultError: Error, Sendable, Equatable, CustomStringConvertible {
  let description: String
  init(_ sentence: String) { description = sentence }
}
