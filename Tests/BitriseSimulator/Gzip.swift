import CZlib

/// Bytes as a gzip file.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  // 16 beyond the window's size asks for gzip's own frame.
  let status = deflateInit2_(
    &stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  precondition(status == Z_OK, "zlib cannot begin: \(status)")
  defer { deflateEnd(&stream) }
  var input = bytes
  let room = Int(deflateBound(&stream, uLong(input.count))) + 64
  return input.withUnsafeMutableBufferPointer { input in
    stream.next_in = input.baseAddress
    stream.avail_in = uInt(input.count)
    return [UInt8](unsafeUninitializedCapacity: room) { output, count in
      stream.next_out = output.baseAddress
      stream.avail_out = uInt(room)
      _ = deflate(&stream, Z_FINISH)
      count = room - Int(stream.avail_out)
    }
  }
}
