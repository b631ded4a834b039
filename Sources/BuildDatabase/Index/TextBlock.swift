import CTextScan

/// The folded texts of 4096 builds, one behind the other.
struct TextBlock: Sendable {
  /// No part of UTF-8: what is overwritten with it no needle finds.
  private static let nothing: UInt8 = 0xFF
  /// Stands for no build.
  private static let nowhere = UInt16.max

  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  private var places: [UInt16] = []
  /// How many of the texts are still some build's.
  private var living = 0

  var isEmpty: Bool { living == 0 }

  /// Gives a text to a build that has none.
  mutating func append(_ text: FoldedText, at place: Int) {
    bytes += text.bytes
    ends.append(UInt32(bytes.count))
    places.append(UInt16(place))
    living += 1
  }

  mutating func remove(at place: Int) {
    guard let text = places.lastIndex(of: UInt16(place)) else { return }
    let start = text == 0 ? 0 : ends[text - 1]
    for index in Int(start)..<Int(ends[text]) { bytes[index] = Self.nothing }
    places[text] = Self.nowhere
    living -= 1
    if living == 0 { self = TextBlock() }
  }

  /// Sets the bits of the builds whose text holds the needle.
  func mark(_ needle: TextNeedle, _ bits: UnsafeMutableBufferPointer<UInt64>) {
    bytes.withUnsafeBufferPointer { bytes in
      ends.withUnsafeBufferPointer { ends in
        places.withUnsafeBufferPointer { places in
          needle.withNeedle { needle in
            ctextscan_mark(
              ctextscan_texts(
                bytes: bytes.baseAddress, ends: ends.baseAddress, places: places.baseAddress,
                count: places.count), needle, bits.baseAddress)
          }
        }
      }
    }
  }
}
