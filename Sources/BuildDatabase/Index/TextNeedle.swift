import CTextScan

/// A part of a text that is looked for in many, in whatever case.
struct TextNeedle: Sendable {
  /// What is most usual in messages first; anything else is rarer.
  private static let usual = Array(" etaoinrsldcufhmpgbyvkwxjqz".utf8)

  private let bytes: [UInt8]
  private let first: Int
  private let second: Int

  /// - Returns: nil for a text that every text holds.
  init?(_ text: String) {
    let bytes = FoldedText(text).bytes
    let byRarity = bytes.indices.sorted { Self.rarity(bytes[$0]) > Self.rarity(bytes[$1]) }
    guard let rarest = byRarity.first else { return nil }
    self.bytes = bytes
    first = rarest
    second = byRarity.dropFirst().first ?? rarest
  }

  private static func rarity(_ byte: UInt8) -> Int {
    usual.firstIndex(of: byte) ?? usual.count
  }

  func withNeedle(_ body: (ctextscan_needle) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      body(
        ctextscan_needle(
          bytes: bytes.baseAddress, length: bytes.count, first: first, second: second))
    }
  }
}
