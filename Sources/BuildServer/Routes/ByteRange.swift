import Hummingbird

/// Which part of a file a request asks for.
enum ByteRange: Equatable {
  case whole
  case part(ClosedRange<Int>)
  /// None of the file.
  case outside

  /// What the request's headers mean for a file; a range that is not understood means the whole.
  init(_ request: Request, size: Int, tag: String) {
    // "Only if it is still the same file": it is, where its tag is named.
    let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
    guard isSame, let header = request.headers[.range] else {
      self = .whole
      return
    }
    self.init(header, size: size)
  }

  /// Reads `bytes=5-9`, `bytes=5-` and `bytes=-5`.
  init(_ header: String, size: Int) {
    let words = header.split(separator: "=", omittingEmptySubsequences: false)
    let ends = words.last?.split(separator: "-", omittingEmptySubsequences: false) ?? []
    guard words.count == 2, words[0].lowercased() == "bytes", ends.count == 2 else {
      self = .whole
      return
    }
    let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
    switch (ends[0].isEmpty, first, ends[1].isEmpty, last) {
    case (false, let first?, true, _): self = Self.part(first, size - 1, size)
    case (false, let first?, false, let last?) where first <= last:
      self = Self.part(first, last, size)
    case (true, _, false, let count?):
      self = count == 0 ? .outside : Self.part(max(0, size - count), size - 1, size)
    default: self = .whole
    }
  }

  private static func part(_ first: Int, _ last: Int, _ size: Int) -> ByteRange {
    first < size ? .part(first...min(last, size - 1)) : .outside
  }

  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy { "0"..."9" ~= $0 } ? Int(text) : nil
  }
}
