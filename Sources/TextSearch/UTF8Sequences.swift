/// Ranges of scalars as what stands for them in UTF-8: sequences of one to four ranges of bytes.
enum UTF8Sequences {
  typealias ByteRange = ClosedRange<UInt8>

  static func sequences(for set: ScalarSet) -> [[ByteRange]] {
    set.ranges.flatMap { sequences(for: $0) }
  }

  private static let ends: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF]

  private static func sequences(for range: ClosedRange<UInt32>) -> [[ByteRange]] {
    let (low, high) = (range.lowerBound, range.upperBound)
    // Surrogates stand for nothing.
    if low < 0xD800, high > 0xDFFF {
      return sequences(for: low...0xD7FF) + sequences(for: 0xE000...high)
    }
    if low >= 0xD800, high <= 0xDFFF { return [] }
    if low < 0xD800, high >= 0xD800 { return sequences(for: low...0xD7FF) }
    if low <= 0xDFFF, high > 0xDFFF, low >= 0xD800 { return sequences(for: 0xE000...high) }
    for end in ends where low <= end && end < high {
      return sequences(for: low...end) + sequences(for: end + 1...high)
    }
    guard high > 0x7F else { return [[UInt8(low)...UInt8(high)]] }
    // Cut until all bytes but one begin alike or run through all continuations.
    for bits in stride(from: UInt32(6), through: 18, by: 6) {
      let mask = (UInt32(1) << bits) - 1
      guard low & ~mask != high & ~mask else { continue }
      if low & mask != 0 {
        return sequences(for: low...low | mask) + sequences(for: (low | mask) + 1...high)
      }
      if high & mask != mask {
        return sequences(for: low...(high & ~mask) - 1) + sequences(for: high & ~mask...high)
      }
    }
    return [zip(bytes(low), bytes(high)).map { $0...$1 }]
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    Unicode.Scalar(value).map { Array(UTF8.encode($0) ?? .init()) } ?? []
  }
}
