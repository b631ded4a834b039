import CZlib

/// The parts of a gzip file that grows.
enum Gzip {
  /// What it begins with: no name, no time, no system.
  static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
  static let endingSize = 10

  /// What makes it whole after any of its chunks: an empty last block, then what its text is
  /// checked by.
  static func ending(checksum: UInt32, length: Int) -> [UInt8] {
    [3, 0]
      + [checksum, UInt32(truncatingIfNeeded: length)].flatMap { word in
        withUnsafeBytes(of: word.littleEndian, Array.init)
      }
  }

  static func checksum(of bytes: [UInt8], after sum: UInt32 = 0) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(uLong(sum), bytes, uInt(bytes.count)))
  }

  /// The text in the compressed bytes of a section.
  ///
  /// - Parameter length: how much of it is wanted.
  /// - Returns: nil where the bytes are damaged.
  static func text(in bytes: [UInt8], length: Int) -> [UInt8]? {
    var stream = z_stream()
    guard
      inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var bytes = bytes
    let text = [UInt8](unsafeUninitializedCapacity: length) { output, count in
      bytes.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = uInt(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(length)
        _ = inflate(&stream, Z_SYNC_FLUSH)
      }
      count = length - Int(stream.avail_out)
    }
    return text.count == length ? text : nil
  }
}

/// Compresses a section's text piece by piece, each to be read as soon as it is written.
final class Deflater {
  /// Makes logs a fifth smaller than level 1 at less than half its speed, which still is far more
  /// than a build can print.
  private static let level: Int32 = 6

  // On the heap for good: zlib's own state points back at it.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  init() {
    stream.initialize(to: z_stream())
    let status = deflateInit2_(
      stream, Self.level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot begin: \(status)")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Forgets all that was compressed before: a new section begins.
  func restart() { deflateReset(stream) }

  func compress(_ bytes: [UInt8]) -> [UInt8] {
    var input = bytes
    var packed: [UInt8] = []
    input.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = uInt(input.count)
      repeat {
        let room = Int(deflateBound(stream, uLong(stream.pointee.avail_in))) + 64
        packed += [UInt8](unsafeUninitializedCapacity: room) { output, count in
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = uInt(room)
          _ = deflate(stream, Z_SYNC_FLUSH)
          count = room - Int(stream.pointee.avail_out)
        }
      } while stream.pointee.avail_out == 0
    }
    return packed
  }
}
