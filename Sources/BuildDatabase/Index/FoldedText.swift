import CTextScan

/// A text in which letters of both cases are one, as bytes.
struct FoldedText {
  private(set) var bytes: [UInt8]

  init(_ text: String) {
    var text = text
    bytes = text.withUTF8 { Self.fold($0) }
  }

  /// - Parameter utf8: a text of the database's.
  init(utf8: UnsafeRawBufferPointer) {
    bytes = utf8.withMemoryRebound(to: UInt8.self) { Self.fold($0) }
  }

  private static func fold(_ utf8: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard let start = utf8.baseAddress else { return [] }
    var isASCII = true
    let folded = [UInt8](unsafeUninitializedCapacity: utf8.count) { folded, count in
      if let first = folded.baseAddress {
        isASCII = ctextscan_fold(start, utf8.count, first) != 0
      }
      count = utf8.count
    }
    if isASCII { return folded }
    // Scalar by scalar, so that a part of a text folds as it does in the whole.
    return String(decoding: utf8, as: UTF8.self).unicodeScalars.flatMap {
      Array($0.properties.lowercaseMapping.utf8)
    }
  }
}
