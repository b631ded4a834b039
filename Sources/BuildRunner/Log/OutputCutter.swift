/// Collects output and cuts it into chunks that are good to read.
///
/// A chunk never ends inside a character, and ends with a line where there is one.
struct OutputCutter {
  /// A chunk is cut at about this size without waiting for more.
  static let fullSize = 16 << 10

  private var bytes: [UInt8] = []
  var isEmpty: Bool { bytes.isEmpty }

  mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

  /// Chunks of the full size, as far as there is that much.
  mutating func fullChunks() -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    while bytes.count >= Self.fullSize {
      chunks.append(take(lastLineEnd(in: Self.fullSize) ?? characterEnd(in: Self.fullSize)))
    }
    return chunks
  }

  /// What should be shown now: the whole lines, or a line that has waited long enough alone.
  mutating func readyChunk() -> [UInt8]? {
    let end = lastLineEnd(in: bytes.count) ?? characterEnd(in: bytes.count)
    return end > 0 ? take(end) : nil
  }

  /// All that is left, also a broken character.
  mutating func rest() -> [UInt8]? { bytes.isEmpty ? nil : take(bytes.count) }

  private mutating func take(_ count: Int) -> [UInt8] {
    defer { bytes.removeFirst(count) }
    return Array(bytes[..<count])
  }

  private func lastLineEnd(in size: Int) -> Int? {
    bytes[..<size].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  /// The length of the longest beginning that does not end in the middle of a character.
  private func characterEnd(in size: Int) -> Int {
    for back in 1...3 where back <= size {
      let byte = bytes[size - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? size - back : size
    }
    return size
  }
}
